// Generated from scripts/actions/actions.json: change that file, then run `npm run -s actions`.
import type { Implementation } from './implementation.js'
import type { Reply, Segment } from './message.js'

/** The number of an account, a group or a message; a string where it is too long for a number. */
export type Id = number | string

/** A message to send. A string is plain text: nothing in it can become a CQ code. */
export type Message = Reply

/** A message that is made of segments only, such as the nodes of a forward. */
export type Segments = Segment | readonly Segment[]

/** The content of a message as it was stored: CQ codes in a string, or segments. */
export type Content = string | Segment[]

/** An action without parameters. */
export type NoParams = Record<string, never>

/** At least one of these fields. */
type OneOf<Fields> = { [Name in keyof Fields]: Pick<Fields, Name> & Partial<Fields> }[keyof Fields]

export interface User {
  birthday_year?: number
  birthday_month?: number
  birthday_day?: number
  phone_num?: string
  email?: string
  category_id?: number
  user_id: number
  nickname: string
  remark?: string
  sex?: string
  level?: number
  age?: number
  qid?: string
  login_days?: number
  categoryName?: string
  categoryId?: number
}

export interface Group {
  group_id: number
  group_name: string
  member_count?: number
  max_member_count?: number
  group_all_shut?: number
  group_remark?: string
  group_memo?: string
  group_create_time?: number
  group_level?: number
}

export interface GroupMember {
  group_id: number
  user_id: number
  nickname: string
  card?: string
  sex?: string
  age?: number
  join_time?: number
  last_sent_time?: number
  level?: string
  qq_level?: number
  role?: string
  title?: string
  area?: string
  unfriendly?: boolean
  title_expire_time?: number
  card_changeable?: boolean
  shut_up_timestamp?: number
  is_robot?: boolean
  qage?: number
}

export interface GroupRequest {
  request_id: number
  invitor_uin?: number
  invitor_nick?: string
  group_id: number
  group_name: string
  message?: string
  checked: boolean
  actor: number
  requester_nick?: string
  requester_uin?: number
}

export interface GroupFile {
  group_id: number
  file_id: string
  file_name: string
  busid: number
  file_size: number
  upload_time: number
  dead_time: number
  modify_time: number
  download_times: number
  uploader: number
  uploader_name: string
}

export interface GroupFolder {
  group_id: number
  folder_id: string
  folder_name: string
  create_time: number
  creator: number
  creator_name: string
  total_file_count: number
}

export interface GroupHonor {
  user_id: number
  nickname: string
  avatar: string
  description: string
}

export interface TrafficStatistics {
  packet_received: number
  packet_sent: number
  packet_lost: number
  message_received: number
  message_sent: number
  last_message_time: number
  disconnect_times: number
  lost_times: number
}

export interface StoredSender {
  user_id: number
  nickname: string
  card?: string
  role?: 'owner' | 'admin' | 'member'
}

export interface StoredMessage {
  message_id: number
  message_type: 'private' | 'group'
  time: number
  sender: StoredSender
  message: Content
  real_id: number
  self_id?: number
  user_id?: number
  group_id?: number
  group_name?: string
  message_seq?: number
  real_seq?: string
  sub_type?: 'friend' | 'group' | 'normal'
  raw_message?: string
  message_format?: 'array' | 'string'
  post_type?: 'message' | 'message_sent'
  font?: number
  target_id?: number
  temp_source?: number
  message_sent_type?: string
  message_id_v2?: string
  group?: boolean
  emoji_likes_list?: { emoji_id: string; emoji_type: string; likes_cnt: string }[]
  raw?: unknown
}

export interface ForwardedMessage {
  sender: StoredSender
  time: number
  content?: Content
  message?: Content
  message_id?: number
  message_type?: 'private' | 'group'
  message_format?: 'array' | 'string'
  self_id?: number
  user_id?: number
  group_id?: number
  raw_message?: string
}

export interface SentMessage {
  message_id: number
  res_id?: string
  forward_id?: string
}

export interface LocalFile {
  file?: string
  url?: string
  file_size?: string
  file_name?: string
  base64?: string
}

export interface KernelResult {
  result: number
  errMsg: string
}

export interface FileInfo {
  type: 'stream'
  data_type: 'file_info'
  file_name: string
  file_size: number
  chunk_size: number
  width?: number
  height?: number
  out_format?: string
}

export interface FileChunk {
  type: 'stream'
  data_type: 'file_chunk'
  index: number
  data: string
  size: number
  progress: number
  base64_size: number
}

export interface FileComplete {
  type: 'response'
  data_type: 'file_complete'
  total_chunks: number
  total_bytes: number
  message: string
}

/** Every action: its parameters and the `data` of its answer. `void`: there is none to look at. */
export interface ActionMap {
  /** NapCat. */
  add_custom_face: {
    params: {
      file: string
      emoji_id?: Id
      package_id?: Id
      file_name?: string
      file_size?: string | number
      md5?: string
      is_mark_face?: boolean
      is_origin?: boolean
    }
    result: unknown
  }
  /** NapCat. */
  ArkShareGroup: ActionMap['send_group_ark_share']
  /** NapCat. */
  ArkSharePeer: ActionMap['send_ark_share']
  /** NapCat. */
  bot_exit: { params: NoParams; result: void }
  /** OneBot, NapCat, go-cqhttp. */
  can_send_image: { params: NoParams; result: { yes: boolean } }
  /** OneBot, NapCat, go-cqhttp. */
  can_send_record: { params: NoParams; result: { yes: boolean } }
  /** NapCat. */
  cancel_group_album_media_like: {
    params: { group_id: Id; album_id: string; batch_id: string; lloc?: string }
    result: unknown
  }
  /** NapCat. */
  cancel_group_todo: { params: { group_id: Id; message_id?: Id; message_seq?: Id }; result: void }
  /** NapCat. */
  cancel_online_file: { params: { user_id: Id; msg_id: string }; result: unknown }
  /** NapCat, go-cqhttp. */
  check_url_safely: { params: { url: string }; result: { level: number } }
  /** OneBot, NapCat. */
  clean_cache: { params: NoParams; result: void }
  /** NapCat. */
  clean_stream_temp_file: { params: NoParams; result: void }
  /** NapCat. */
  click_inline_keyboard_button: {
    params: { group_id: Id; bot_appid: string; button_id?: string; callback_data?: string; msg_seq?: string }
    result: unknown
  }
  /** NapCat. */
  complete_group_todo: { params: { group_id: Id; message_id?: Id; message_seq?: Id }; result: void }
  /** NapCat. */
  create_collection: { params: { rawData: string; brief: string }; result: unknown }
  /** NapCat. */
  create_flash_task: {
    params: { files: readonly string[] | string; name?: string; thumb_path?: string }
    result: unknown
  }
  /** NapCat, go-cqhttp. */
  create_group_file_folder: {
    params: { group_id: Id; parent_id?: string } & OneOf<{ folder_name: string; name: string }>
    result: { result: unknown; groupItem: unknown } | null
  }
  /** go-cqhttp. */
  create_guild_role: {
    params: { guild_id: Id; name: string; color: number; independent?: boolean; initial_users?: unknown }
    result: { role_id: string }
  }
  /** NapCat. */
  del_group_album_media: { params: { group_id: Id; album_id: string; lloc: string }; result: unknown }
  /** NapCat, go-cqhttp. */
  _del_group_notice: { params: { group_id: Id; notice_id: string }; result: unknown }
  /** NapCat. */
  delete_custom_face: {
    params: {
      res_id?: string | readonly string[]
      id?: string | readonly string[]
      ids?: readonly string[]
      md5?: string | readonly string[]
    }
    result: unknown
  }
  /** NapCat, go-cqhttp. */
  delete_essence_msg: {
    params: { msg_random?: string; group_id?: Id } & OneOf<{ message_id: Id; msg_seq: string }>
    result: unknown
  }
  /** NapCat, go-cqhttp. */
  delete_friend: {
    params: { temp_block?: boolean; temp_both_del?: boolean } & OneOf<{ friend_id: Id; user_id: Id }>
    result: unknown
  }
  /** NapCat, go-cqhttp. */
  delete_group_file: { params: { group_id: Id; file_id: string; busid?: number }; result: unknown }
  /** NapCat, go-cqhttp. */
  delete_group_folder: {
    params: { group_id: Id } & OneOf<{ folder_id: string; folder: string }>
    result: unknown
  }
  /** go-cqhttp. */
  delete_guild_role: { params: { guild_id: Id; role_id: Id }; result: void }
  /** OneBot, NapCat, go-cqhttp. */
  delete_msg: { params: { message_id: Id }; result: void }
  /** NapCat. */
  delete_qzone_msg: { params: { tid: string }; result: void }
  /** go-cqhttp. */
  delete_unidirectional_friend: { params: { user_id: Id }; result: void }
  /** NapCat. */
  do_group_album_comment: {
    params: { group_id: Id; album_id: string; lloc: string; content: string }
    result: unknown
  }
  /** NapCat, go-cqhttp. */
  download_file: {
    params: { name?: string; headers?: string | readonly string[]; thread_count?: number } & OneOf<{
      url: string
      base64: string
    }>
    result: { file: string }
  }
  /** NapCat. */
  download_file_image_stream: {
    params: { chunk_size?: number } & OneOf<{ file: string; file_id: string }>
    result: FileComplete
  }
  /** NapCat. */
  download_file_record_stream: {
    params: { chunk_size?: number; out_format?: string } & OneOf<{ file: string; file_id: string }>
    result: FileComplete
  }
  /** NapCat. */
  download_file_stream: {
    params: { chunk_size?: number } & OneOf<{ file: string; file_id: string }>
    result: FileComplete
  }
  /** NapCat. */
  download_fileset: { params: { fileset_id: string }; result: unknown }
  /** NapCat. */
  fetch_custom_face: { params: { count?: number | string }; result: string[] }
  /** NapCat. */
  fetch_custom_face_detail: { params: { count?: number | string }; result: unknown }
  /** NapCat. */
  fetch_emoji_like: {
    params: {
      message_id: Id
      emojiId: number | string
      emojiType: number | string
      count?: number | string
      cookie?: string
    }
    result: {
      emojiLikesList: { tinyId: string; nickName: string; headUrl: string }[]
      cookie: string
      isLastPage: boolean
      isFirstPage: boolean
      result: number
      errMsg: string
    }
  }
  /** NapCat. */
  fetch_ptt_text: { params: { message_id: Id }; result: { text: string } }
  /** NapCat. */
  forward_friend_single_msg: {
    params: { message_id: Id } & OneOf<{ group_id: Id; user_id: Id }>
    result: void
  }
  /** NapCat. */
  forward_group_single_msg: ActionMap['forward_friend_single_msg']
  /** NapCat. */
  friend_poke: ActionMap['send_poke']
  /** NapCat. */
  get_ai_characters: {
    params: { group_id: Id; chat_type?: number | string }
    result: {
      type: string
      characters: { character_id: string; character_name: string; preview_url: string }[]
    }[]
  }
  /** NapCat. */
  get_ai_record: { params: { character: string; group_id: Id; text: string }; result: string }
  /** NapCat. */
  get_clientkey: { params: NoParams; result: { clientkey?: string } }
  /** NapCat. */
  get_collection_list: { params: { category: string; count?: string }; result: unknown }
  /** OneBot, NapCat. */
  get_cookies: { params: { domain?: string }; result: { cookies: string; bkn?: string } }
  /** OneBot, NapCat. */
  get_credentials: {
    params: { domain?: string }
    result: { cookies: string; csrf_token?: number; token?: number }
  }
  /** OneBot, NapCat. */
  get_csrf_token: { params: NoParams; result: { token: number } }
  /** NapCat. */
  get_doubt_friends_add_request: { params: { count?: number }; result: unknown }
  /** NapCat. */
  get_emoji_likes: {
    params: { message_id: Id; emoji_id: Id; group_id?: Id; emoji_type?: string; count?: number }
    result: { emoji_like_list: { user_id: string; nick_name: string }[] }
  }
  /** NapCat, go-cqhttp. */
  get_essence_msg_list: {
    params: { group_id: Id }
    result: {
      msg_seq?: number
      msg_random?: number
      sender_id: number
      sender_nick: string
      operator_id: number
      operator_nick: string
      message_id: number
      operator_time: number
      content?: unknown[]
      sender_time?: number
    }[]
  }
  /** NapCat. */
  get_file: { params: OneOf<{ file: string; file_id: string }>; result: LocalFile }
  /** NapCat. */
  get_fileset_id: { params: { share_code: string }; result: { fileset_id: string } }
  /** NapCat. */
  get_fileset_info: { params: { fileset_id: string }; result: unknown }
  /** NapCat. */
  get_flash_file_list: { params: { fileset_id: string }; result: unknown }
  /** NapCat. */
  get_flash_file_url: {
    params: { fileset_id: string; file_name?: string; file_index?: number }
    result: unknown
  }
  /** OneBot, NapCat, go-cqhttp, LLOneBot. */
  get_forward_msg: {
    params: OneOf<{ id: Id; message_id: Id }>
    result: { messages?: ForwardedMessage[]; message?: Content }
  }
  /** OneBot, NapCat, go-cqhttp. */
  get_friend_list: { params: { no_cache?: boolean }; result: User[] }
  /** NapCat. */
  get_friend_msg_history: {
    params: {
      user_id: Id
      message_seq?: Id
      count?: number
      reverse_order?: boolean
      disable_get_url?: boolean
      parse_mult_msg?: boolean
      quick_reply?: boolean
      reverseOrder?: boolean
    }
    result: { messages: StoredMessage[] }
  }
  /** NapCat. */
  get_friends_with_category: {
    params: NoParams
    result: { categoryId: number; categoryName: string; categoryMbCount: number; buddyList: User[] }[]
  }
  /** NapCat. */
  get_group_album_media_list: {
    params: { group_id: Id; album_id: string; attach_info?: string }
    result: unknown
  }
  /** NapCat, go-cqhttp. */
  get_group_at_all_remain: {
    params: { group_id: Id }
    result: {
      can_at_all: boolean
      remain_at_all_count_for_group: number
      remain_at_all_count_for_uin: number
    }
  }
  /** NapCat. */
  get_group_detail_info: {
    params: { group_id: Id }
    result: {
      group_id: number
      group_name: string
      member_count: number
      max_member_count: number
      group_all_shut: number
      group_remark: string
    }
  }
  /** NapCat, go-cqhttp. */
  get_group_file_system_info: {
    params: { group_id: Id }
    result: { file_count: number; limit_count: number; used_space: number; total_space: number }
  }
  /** NapCat, go-cqhttp. */
  get_group_file_url: { params: { group_id: Id; file_id: string; busid?: number }; result: { url?: string } }
  /** NapCat, go-cqhttp. */
  get_group_files_by_folder: {
    params: { group_id: Id; folder_id?: string; folder?: string; file_count?: number | string }
    result: { files: GroupFile[]; folders: GroupFolder[] }
  }
  /** OneBot, NapCat, go-cqhttp. */
  get_group_honor_info: {
    params: { group_id: Id; type: 'all' | 'talkative' | 'performer' | 'legend' | 'strong_newbie' | 'emotion' }
    result: {
      group_id: number
      current_talkative?: { user_id: number; nickname: string; avatar: string; day_count: number }
      talkative_list?: GroupHonor[]
      performer_list?: GroupHonor[]
      legend_list?: GroupHonor[]
      strong_newbie_list?: GroupHonor[]
      emotion_list?: GroupHonor[]
    }
  }
  /** NapCat. */
  get_group_ignore_add_request: {
    params: NoParams
    result: {
      request_id: number
      invitor_uin: number
      invitor_nick?: string
      group_id: number
      message?: string
      group_name?: string
      checked: boolean
      actor: number
      requester_nick?: string
    }[]
  }
  /** NapCat. */
  get_group_ignored_notifies: {
    params: NoParams
    result: { invited_requests: unknown[]; InvitedRequest: unknown[]; join_requests: unknown[] }
  }
  /** OneBot, NapCat, go-cqhttp. */
  get_group_info: { params: { group_id: Id; no_cache?: boolean }; result: Group }
  /** NapCat. */
  get_group_info_ex: { params: { group_id: Id }; result: unknown }
  /** OneBot, NapCat, go-cqhttp. */
  get_group_list: { params: { no_cache?: boolean }; result: Group[] }
  /** OneBot, NapCat, go-cqhttp. */
  get_group_member_info: { params: { group_id: Id; user_id: Id; no_cache?: boolean }; result: GroupMember }
  /** OneBot, NapCat, go-cqhttp. */
  get_group_member_list: { params: { group_id: Id; no_cache?: boolean }; result: GroupMember[] }
  /** NapCat, go-cqhttp. */
  get_group_msg_history: {
    params: {
      group_id: Id
      message_seq?: Id
      count?: number
      reverse_order?: boolean
      disable_get_url?: boolean
      parse_mult_msg?: boolean
      quick_reply?: boolean
      reverseOrder?: boolean
    }
    result: { messages: StoredMessage[] }
  }
  /** NapCat, go-cqhttp. */
  _get_group_notice: {
    params: { group_id: Id }
    result: {
      sender_id: number
      publish_time: number
      notice_id?: string
      message: { text: string; image?: unknown[]; images: { height: string; width: string; id: string }[] }
      settings?: unknown
      read_num?: number
    }[]
  }
  /** NapCat, go-cqhttp. */
  get_group_root_files: {
    params: { group_id: Id; file_count?: number | string }
    result: { files: GroupFile[]; folders: GroupFolder[] }
  }
  /** NapCat. */
  get_group_shut_list: { params: { group_id: Id }; result: unknown[] }
  /** NapCat. */
  get_group_signed_list: {
    params: { group_id: Id }
    result: { user_id: number; nick: string; time: number; rank: number }[]
  }
  /** NapCat, go-cqhttp. */
  get_group_system_msg: {
    params: { count?: number | string }
    result: {
      invited_requests: GroupRequest[] | null
      InvitedRequest?: GroupRequest[]
      join_requests: GroupRequest[] | null
    }
  }
  /** go-cqhttp. */
  get_guild_channel_list: { params: { guild_id: Id; no_cache?: boolean }; result: unknown[] }
  /** NapCat, go-cqhttp. */
  get_guild_list: {
    params: NoParams
    result: { guild_id: string; guild_name: string; guild_display_id: string }[] | null
  }
  /** go-cqhttp. */
  get_guild_member_list: {
    params: { guild_id: Id; next_token?: string }
    result: { members: unknown[]; finished: boolean; next_token: string | null }
  }
  /** go-cqhttp. */
  get_guild_member_profile: {
    params: { guild_id: Id; user_id: Id }
    result: {
      tiny_id: string
      nickname: string
      avatar_url: string
      join_time: number
      roles: { role_id: string; role_name: string }[]
    }
  }
  /** go-cqhttp. */
  get_guild_meta_by_guest: {
    params: { guild_id: Id }
    result: {
      guild_id: string
      guild_name: string
      guild_profile: string
      create_time: number
      max_member_count: number
      max_robot_count: number
      max_admin_count: number
      member_count: number
      owner_id: string
    }
  }
  /** go-cqhttp. */
  get_guild_msg: { params: { message_id: Id; no_cache?: boolean }; result: unknown }
  /** go-cqhttp. */
  get_guild_roles: {
    params: { guild_id: Id }
    result: {
      argb_color: number
      disabled: boolean
      independent: boolean
      max_count: number
      member_count: number
      owned: boolean
      role_id: string
      role_name: string
    }[]
  }
  /** NapCat, go-cqhttp. */
  get_guild_service_profile: {
    params: NoParams
    result: { nickname: string; tiny_id: string; avatar_url: string } | null
  }
  /** OneBot, NapCat, go-cqhttp. */
  get_image: {
    params: OneOf<{ file: string; file_id: string }>
    result: LocalFile & { size?: number; filename?: string }
  }
  /** OneBot, NapCat, go-cqhttp. */
  get_login_info: { params: NoParams; result: User }
  /** NapCat. */
  get_mini_app_ark: {
    params: {
      title: string
      desc: string
      picUrl: string
      jumpUrl: string
      webUrl?: string
      rawArkData?: string
      iconUrl?: string
      scene?: string
      templateType?: string
      businessType?: string
      verType?: string
      shareType?: string
      versionId?: string
      sdkId?: string
      withShareTicket?: string
    } & OneOf<{ type: 'bili' | 'weibo'; appId: string }>
    result: { data: unknown }
  }
  /** NapCat, go-cqhttp. */
  _get_model_show: {
    params: { model?: string }
    result:
      | { variants: { model_show: string; need_pay: boolean } }[]
      | { variants: { model_show: string; need_pay: boolean }[] }
  }
  /** OneBot, NapCat, go-cqhttp. */
  get_msg: { params: { message_id: Id }; result: StoredMessage }
  /** NapCat, go-cqhttp. */
  get_online_clients: {
    params: { no_cache?: boolean }
    result: unknown[] | { clients: { app_id: number; device_name: string; device_kind: string }[] }
  }
  /** NapCat. */
  get_online_file_msg: { params: { user_id: Id }; result: unknown }
  /** NapCat. */
  get_private_file_url: { params: { file_id: string }; result: { url?: string } }
  /** NapCat. */
  get_profile_like: {
    params: { user_id?: Id; start?: number | string; count?: number | string }
    result: {
      uid: string
      time: string
      favoriteInfo: { userInfos: unknown[]; total_count: number; last_time: number; today_count: number }
      voteInfo: {
        total_count: number
        new_count: number
        new_nearby_count: number
        last_visit_time: number
        userInfos: unknown[]
      }
    }
  }
  /** NapCat. */
  get_qun_album_list: {
    params: { group_id: Id; attach_info?: string }
    result: { album_list: unknown[]; attach_info: string; has_more: boolean }
  }
  /** NapCat. */
  get_recent_contact: {
    params: { count?: number | string }
    result: {
      lastestMsg: unknown
      peerUin: string
      remark: string
      msgTime: string
      chatType: number
      msgId: string
      sendNickName: string
      sendMemberName: string
      peerName: string
    }[]
  }
  /** OneBot, NapCat. */
  get_record: { params: { out_format: string } & OneOf<{ file: string; file_id: string }>; result: LocalFile }
  /** NapCat. */
  get_rkey: { params: NoParams; result: { type: string; rkey: string; created_at: number; ttl: number }[] }
  /** NapCat. */
  get_rkey_server: {
    params: NoParams
    result: { private_rkey?: string; group_rkey?: string; expired_time?: number; name: string }
  }
  /** NapCat. */
  get_robot_uin_range: { params: NoParams; result: unknown[] }
  /** NapCat. */
  get_share_link: { params: { fileset_id: string }; result: unknown }
  /** OneBot, NapCat, go-cqhttp. */
  get_status: {
    params: NoParams
    result: {
      online: boolean | null
      good: boolean
      stat?: Partial<TrafficStatistics>
      app_initialized?: boolean
      app_enabled?: boolean
      plugins_good?: null
      app_good?: boolean
    }
  }
  /** OneBot, NapCat, go-cqhttp. */
  get_stranger_info: {
    params: { user_id: Id; no_cache?: boolean }
    result: {
      user_id: number
      nickname: string
      sex: string
      age: number
      uid?: string
      qid?: string
      qqLevel?: number
      long_nick?: string
      reg_time?: number
      is_vip?: boolean
      is_years_vip?: boolean
      vip_level?: number
      remark?: string
      status?: number
      login_days?: number
      sign?: string
      level?: number
    }
  }
  /** go-cqhttp. */
  get_supported_actions: { params: NoParams; result: string[] }
  /** go-cqhttp. */
  get_topic_channel_feeds: { params: { guild_id: Id; channel_id: Id }; result: unknown[] }
  /** NapCat, go-cqhttp. */
  get_unidirectional_friend_list: {
    params: NoParams
    result: {
      uin?: number
      uid?: string
      nick_name?: string
      age?: number
      source: string
      user_id?: number
      nickname?: string
    }[]
  }
  /** OneBot, NapCat, go-cqhttp, LLOneBot, Lagrange, Shamrock. */
  get_version_info: {
    params: NoParams
    result: {
      app_name: string
      app_version: string
      protocol_version?: string
      app_full_name?: string
      coolq_directory?: string
      coolq_edition?: string
      go_cqhttp?: boolean
      plugin_version?: string
      plugin_build_number?: number
      plugin_build_configuration?: string
      runtime_version?: string
      runtime_os?: string
      version?: string
      protocol_name?: number
      nt_protocol?: string
      onebot_version?: string
      impl?: string
    }
  }
  /** go-cqhttp. */
  '.get_word_slices': { params: { content: string }; result: { slices: string[] } }
  /** NapCat. */
  group_poke: ActionMap['send_poke']
  /** OneBot, NapCat, go-cqhttp, LLOneBot. */
  '.handle_quick_operation': {
    params: {
      context: object
      operation: {
        reply?: Segments
        auto_escape?: boolean
        at_sender?: boolean
        delete?: boolean
        kick?: boolean
        ban?: boolean
        ban_duration?: number
        approve?: boolean
        remark?: string
        reason?: string
      }
    }
    result: void
  }
  /** NapCat. */
  _mark_all_as_read: { params: NoParams; result: void }
  /** NapCat. */
  mark_group_msg_as_read: ActionMap['mark_msg_as_read']
  /** NapCat, go-cqhttp. */
  mark_msg_as_read: { params: { user_id?: Id; group_id?: Id; message_id?: Id }; result: void }
  /** NapCat. */
  mark_private_msg_as_read: ActionMap['mark_msg_as_read']
  /** NapCat. */
  move_group_file: {
    params: {
      group_id: Id
      file_id: string
      current_parent_directory: string
      target_parent_directory: string
    }
    result: { ok: boolean }
  }
  /** NapCat. */
  nc_get_packet_status: { params: NoParams; result: void }
  /** NapCat. */
  nc_get_rkey: { params: NoParams; result: unknown[] }
  /** NapCat. */
  nc_get_user_status: { params: { user_id: Id }; result: { status: number; ext_status: number } }
  /** NapCat, go-cqhttp. */
  ocr_image: { params: { image: string }; result: unknown }
  /** NapCat, go-cqhttp. */
  '.ocr_image': ActionMap['ocr_image']
  /** go-cqhttp. */
  qidian_get_account_info: {
    params: NoParams
    result: { master_id: number; ext_name: string; create_time: number }
  }
  /** NapCat. */
  receive_online_file: { params: { user_id: Id; msg_id: string; element_id: string }; result: unknown }
  /** NapCat. */
  refuse_online_file: { params: { user_id: Id; msg_id: string; element_id: string }; result: unknown }
  /** go-cqhttp. */
  reload_event_filter: { params: { file: string }; result: void }
  /** NapCat. */
  rename_group_file: {
    params: { group_id: Id; file_id: string; current_parent_directory: string; new_name: string }
    result: { ok: boolean }
  }
  /** NapCat. */
  send_ark_share: {
    params: { phone_number?: string } & OneOf<{ user_id: Id; group_id: Id }>
    result: unknown
  }
  /** NapCat. */
  send_flash_msg: { params: { fileset_id: string } & OneOf<{ user_id: Id; group_id: Id }>; result: unknown }
  /** NapCat, go-cqhttp. */
  send_forward_msg: {
    params: {
      messages: Segments
      message_type?: 'private' | 'group'
      auto_escape?: boolean
      source?: string
      news?: readonly { text: string }[]
      summary?: string
      prompt?: string
      timeout?: number
    } & OneOf<{ user_id: Id; group_id: Id }>
    result: SentMessage
  }
  /** NapCat. */
  send_group_ai_record: {
    params: { character: string; group_id: Id; text: string }
    result: { message_id: number }
  }
  /** NapCat. */
  send_group_ark_share: { params: { group_id: Id }; result: string }
  /** NapCat, go-cqhttp. */
  send_group_forward_msg: {
    params: {
      group_id: Id
      messages: Segments
      message_type?: 'private' | 'group'
      user_id?: Id
      auto_escape?: boolean
      source?: string
      news?: readonly { text: string }[]
      summary?: string
      prompt?: string
      timeout?: number
    }
    result: SentMessage
  }
  /** OneBot, NapCat, go-cqhttp. */
  send_group_msg: {
    params: {
      group_id: Id
      message: Message
      auto_escape?: boolean
      source?: string
      news?: readonly { text: string }[]
      summary?: string
      prompt?: string
      timeout?: number
    }
    result: SentMessage
  }
  /** NapCat, go-cqhttp. */
  _send_group_notice: {
    params: {
      group_id: Id
      content: string
      image?: string
      pinned?: number | string
      type?: number | string
      confirm_required?: number | string
      is_show_edit_card?: number | string
      tip_window_type?: number | string
    }
    result: { notice_id: string } | null
  }
  /** NapCat, go-cqhttp. */
  send_group_sign: ActionMap['set_group_sign']
  /** go-cqhttp. */
  send_guild_channel_msg: {
    params: { guild_id: Id; channel_id: Id; message: Message; auto_escape?: boolean }
    result: { message_id: string }
  }
  /** OneBot, NapCat. */
  send_like: { params: { user_id: Id; times?: number | string }; result: void }
  /** OneBot, NapCat, go-cqhttp. */
  send_msg: {
    params: {
      message: Message
      message_type?: 'private' | 'group'
      auto_escape?: boolean
      source?: string
      news?: readonly { text: string }[]
      summary?: string
      prompt?: string
      timeout?: number
    } & OneOf<{ user_id: Id; group_id: Id }>
    result: SentMessage
  }
  /** NapCat. */
  send_online_file: { params: { user_id: Id; file_path: string; file_name?: string }; result: unknown }
  /** NapCat. */
  send_online_folder: { params: { user_id: Id; folder_path: string; folder_name?: string }; result: unknown }
  /** NapCat. */
  send_packet: { params: { cmd: string; data: string; rsp?: boolean }; result: string | null }
  /** NapCat. */
  send_poke: { params: { user_id: Id; group_id?: Id; target_id?: Id }; result: void }
  /** NapCat, go-cqhttp. */
  send_private_forward_msg: {
    params: {
      user_id: Id
      messages: Segments
      message_type?: 'private' | 'group'
      group_id?: Id
      auto_escape?: boolean
      source?: string
      news?: readonly { text: string }[]
      summary?: string
      prompt?: string
      timeout?: number
    }
    result: SentMessage
  }
  /** OneBot, NapCat, go-cqhttp. */
  send_private_msg: {
    params: {
      user_id: Id
      message: Message
      auto_escape?: boolean
      group_id?: Id
      source?: string
      news?: readonly { text: string }[]
      summary?: string
      prompt?: string
      timeout?: number
    }
    result: SentMessage
  }
  /** NapCat. */
  send_qzone_msg: {
    params: {
      content: string
      images?: readonly string[]
      ugc_right?: number | string
      target_uins?: readonly (number | string)[]
    }
    result: { tid: string }
  }
  /** NapCat. */
  set_custom_face_desc: {
    params: { emoji_id: Id; res_id: string; md5: string; desc: string }
    result: unknown
  }
  /** NapCat. */
  set_diy_online_status: {
    params: { face_id: number | string; face_type?: number | string; wording?: string }
    result: string
  }
  /** NapCat. */
  set_doubt_friends_add_request: { params: { flag: string; approve?: boolean }; result: unknown }
  /** NapCat, go-cqhttp. */
  set_essence_msg: { params: { message_id: Id }; result: unknown }
  /** OneBot, NapCat, go-cqhttp, LLOneBot, Lagrange. */
  set_friend_add_request: { params: { flag: string; approve?: boolean; remark?: string }; result: void }
  /** NapCat. */
  set_friend_remark: { params: { user_id: Id; remark: string }; result: void }
  /** NapCat. */
  set_group_add_option: {
    params: { group_id: Id; add_type: number; group_question?: string; group_answer?: string }
    result: void
  }
  /** OneBot, NapCat, go-cqhttp, LLOneBot, Lagrange. */
  set_group_add_request: {
    params: { flag: string; sub_type: 'add' | 'invite'; approve?: boolean; reason?: string; count?: number }
    result: void
  }
  /** OneBot, NapCat, go-cqhttp, LLOneBot, Lagrange. */
  set_group_admin: { params: { group_id: Id; user_id: Id; enable?: boolean }; result: void }
  /** NapCat. */
  set_group_album_media_like: {
    params: { group_id: Id; album_id: string; batch_id: string; lloc?: string }
    result: unknown
  }
  /** OneBot, go-cqhttp. */
  set_group_anonymous: { params: { group_id: Id; enable?: boolean }; result: void }
  /** OneBot, go-cqhttp. */
  set_group_anonymous_ban: {
    params: { group_id: Id; duration?: number } & OneOf<{
      anonymous: { flag: string; id?: number; name?: string }
      anonymous_flag: string
    }>
    result: void
  }
  /** OneBot, NapCat, go-cqhttp, LLOneBot, Lagrange. */
  set_group_ban: { params: { group_id: Id; user_id: Id; duration?: number | string }; result: void }
  /** OneBot, NapCat, go-cqhttp. */
  set_group_card: { params: { group_id: Id; user_id: Id; card?: string }; result: void }
  /** OneBot, NapCat, go-cqhttp. */
  set_group_kick: {
    params: { group_id: Id; user_id: Id; reject_add_request?: boolean; message?: string }
    result: void
  }
  /** NapCat. */
  set_group_kick_members: {
    params: { group_id: Id; user_id: readonly Id[]; reject_add_request?: boolean }
    result: void
  }
  /** OneBot, NapCat, go-cqhttp. */
  set_group_leave: { params: { group_id: Id; is_dismiss?: boolean }; result: void }
  /** NapCat. */
  set_group_member_invite_policy: {
    params: {
      group_id: Id
      policy: 'disabled' | 'require_approval' | 'no_approval' | 'no_approval_under_100'
    }
    result: void
  }
  /** NapCat. */
  set_group_member_permissions: {
    params: {
      group_id: Id
      allow_member_upload_album?: boolean
      allow_member_temporary_session?: boolean
      allow_member_create_group?: boolean
    }
    result: void
  }
  /** OneBot, NapCat, go-cqhttp. */
  set_group_name: { params: { group_id: Id; group_name: string }; result: void }
  /** NapCat. */
  set_group_new_member_history_visibility: { params: { group_id: Id; visible: boolean }; result: void }
  /** NapCat, go-cqhttp. */
  set_group_portrait: { params: { file: string; group_id: Id; cache?: string }; result: KernelResult | null }
  /** NapCat. */
  set_group_remark: { params: { group_id: Id; remark: string }; result: void }
  /** NapCat. */
  set_group_robot_add_option: {
    params: { group_id: Id; robot_member_switch?: number; robot_member_examine?: number }
    result: void
  }
  /** NapCat. */
  set_group_search: {
    params: { group_id: Id; no_code_finger_open?: number; no_finger_open?: number }
    result: void
  }
  /** NapCat. */
  set_group_sign: { params: { group_id: Id }; result: void }
  /** OneBot, NapCat, go-cqhttp. */
  set_group_special_title: {
    params: { group_id: Id; user_id: Id; special_title?: string; duration?: number }
    result: void
  }
  /** NapCat. */
  set_group_todo: { params: { group_id: Id; message_id?: Id; message_seq?: Id }; result: void }
  /** OneBot, NapCat, go-cqhttp, LLOneBot, Lagrange. */
  set_group_whole_ban: { params: { group_id: Id; enable?: boolean }; result: void }
  /** go-cqhttp. */
  set_guild_member_role: {
    params: { guild_id: Id; role_id: Id; users: unknown; set?: boolean }
    result: void
  }
  /** NapCat. */
  set_input_status: { params: { user_id: Id; event_type: number }; result: unknown }
  /** NapCat, go-cqhttp. */
  _set_model_show: { params: { model?: string; model_show?: string }; result: void }
  /** NapCat. */
  set_msg_emoji_like: { params: { message_id: Id; emoji_id: Id; set?: boolean }; result: unknown }
  /** NapCat. */
  set_online_status: {
    params: { status: number | string; ext_status: number | string; battery_status: number | string }
    result: void
  }
  /** NapCat. */
  set_qq_avatar: { params: { file: string }; result: void }
  /** NapCat, go-cqhttp. */
  set_qq_profile: {
    params: {
      nickname?: string
      personal_note?: string
      sex?: number | string
      company?: string
      email?: string
      college?: string
    }
    result: unknown
  }
  /** OneBot, NapCat. */
  set_restart: { params: { delay?: number }; result: void }
  /** NapCat. */
  set_self_longnick: { params: { longNick: string }; result: unknown }
  /** NapCat. */
  test_download_stream: {
    params: { error?: boolean }
    result: { type: 'response'; data_type: 'data_complete'; data: string }
  }
  /** NapCat. */
  trans_group_file: { params: { group_id: Id; file_id: string }; result: { ok: boolean } }
  /** NapCat. */
  translate_en2zh: { params: { words: readonly string[] }; result: { words: string[] } }
  /** go-cqhttp. */
  update_guild_role: {
    params: { guild_id: Id; role_id: Id; name: string; color: number; indepedent?: boolean }
    result: void
  }
  /** NapCat. */
  upload_file_stream: {
    params: {
      stream_id: string
      chunk_data?: string
      chunk_index?: number
      total_chunks?: number
      file_size?: number
      expected_sha256?: string
      is_complete?: boolean
      filename?: string
      reset?: boolean
      verify_only?: boolean
      file_retention?: number
    }
    result:
      | {
          type: 'stream'
          stream_id: string
          status: 'file_created' | 'chunk_received'
          received_chunks: number
          total_chunks: number
        }
      | {
          type: 'response'
          stream_id: string
          status: 'file_complete'
          received_chunks: number
          total_chunks: number
          file_path: string
          file_size: number
          sha256?: string
        }
  }
  /** NapCat, go-cqhttp. */
  upload_group_file: {
    params: {
      group_id: Id
      file: string
      name: string
      folder?: string
      folder_id?: string
      upload_file?: boolean
    }
    result: { file_id: string | null } | null
  }
  /** NapCat. */
  upload_image_to_qun_album: {
    params: { group_id: Id; album_id: string; album_name: string; file: string }
    result: unknown
  }
  /** NapCat, go-cqhttp. */
  upload_private_file: {
    params: { user_id: Id; file: string; name: string; upload_file?: boolean }
    result: { file_id: string | null } | null
  }
}

/** What the client needs to know of an action while it runs. */
export interface ActionRow {
  /** The standard and the implementations that are known to have it. */
  readonly on: readonly ('onebot' | Implementation)[]
  /** It changes nothing, so that it may be called again when an answer is lost. */
  readonly read?: true
  /** NapCat answers it in packets. */
  readonly stream?: true
  /** NapCat passes on what QQ says: a `result` in its data that is not 0 is a refusal. */
  readonly uncertain?: true
  /** The same under another name. */
  readonly aliasOf?: keyof ActionMap
  /** Its parameters that hold a message. */
  readonly messages?: readonly string[]
  /** What is written when the caller leaves it out: implementations disagree on what that means. */
  readonly explicit?: Readonly<Record<string, number | boolean>>
}

export const actions: Readonly<Record<keyof ActionMap, ActionRow>> = {
  add_custom_face: { on: ['napcat'], uncertain: true },
  ArkShareGroup: { on: ['napcat'], aliasOf: 'send_group_ark_share' },
  ArkSharePeer: { on: ['napcat'], uncertain: true, aliasOf: 'send_ark_share' },
  bot_exit: { on: ['napcat'] },
  can_send_image: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  can_send_record: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  cancel_group_album_media_like: { on: ['napcat'], uncertain: true },
  cancel_group_todo: { on: ['napcat'] },
  cancel_online_file: { on: ['napcat'], uncertain: true },
  check_url_safely: { on: ['napcat', 'go-cqhttp'], read: true },
  clean_cache: { on: ['onebot', 'napcat'] },
  clean_stream_temp_file: { on: ['napcat'] },
  click_inline_keyboard_button: { on: ['napcat'], uncertain: true },
  complete_group_todo: { on: ['napcat'] },
  create_collection: { on: ['napcat'], uncertain: true },
  create_flash_task: { on: ['napcat'], uncertain: true },
  create_group_file_folder: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  create_guild_role: { on: ['go-cqhttp'] },
  del_group_album_media: { on: ['napcat'], uncertain: true },
  _del_group_notice: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  delete_custom_face: { on: ['napcat'], uncertain: true },
  delete_essence_msg: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  delete_friend: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  delete_group_file: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  delete_group_folder: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  delete_guild_role: { on: ['go-cqhttp'] },
  delete_msg: { on: ['onebot', 'napcat', 'go-cqhttp'] },
  delete_qzone_msg: { on: ['napcat'] },
  delete_unidirectional_friend: { on: ['go-cqhttp'] },
  do_group_album_comment: { on: ['napcat'], uncertain: true },
  download_file: { on: ['napcat', 'go-cqhttp'] },
  download_file_image_stream: { on: ['napcat'], read: true, stream: true },
  download_file_record_stream: { on: ['napcat'], read: true, stream: true },
  download_file_stream: { on: ['napcat'], read: true, stream: true },
  download_fileset: { on: ['napcat'], uncertain: true },
  fetch_custom_face: { on: ['napcat'], read: true },
  fetch_custom_face_detail: { on: ['napcat'], read: true, uncertain: true },
  fetch_emoji_like: { on: ['napcat'], read: true },
  fetch_ptt_text: { on: ['napcat'], read: true },
  forward_friend_single_msg: { on: ['napcat'] },
  forward_group_single_msg: { on: ['napcat'], aliasOf: 'forward_friend_single_msg' },
  friend_poke: { on: ['napcat'], aliasOf: 'send_poke' },
  get_ai_characters: { on: ['napcat'], read: true },
  get_ai_record: { on: ['napcat'] },
  get_clientkey: { on: ['napcat'], read: true },
  get_collection_list: { on: ['napcat'], read: true, uncertain: true },
  get_cookies: { on: ['onebot', 'napcat'], read: true },
  get_credentials: { on: ['onebot', 'napcat'], read: true },
  get_csrf_token: { on: ['onebot', 'napcat'], read: true },
  get_doubt_friends_add_request: { on: ['napcat'], read: true, uncertain: true },
  get_emoji_likes: { on: ['napcat'], read: true },
  get_essence_msg_list: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_file: { on: ['napcat'], read: true },
  get_fileset_id: { on: ['napcat'], read: true },
  get_fileset_info: { on: ['napcat'], read: true, uncertain: true },
  get_flash_file_list: { on: ['napcat'], read: true, uncertain: true },
  get_flash_file_url: { on: ['napcat'], read: true, uncertain: true },
  get_forward_msg: { on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot'], read: true },
  get_friend_list: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_friend_msg_history: { on: ['napcat'], read: true },
  get_friends_with_category: { on: ['napcat'], read: true },
  get_group_album_media_list: { on: ['napcat'], read: true, uncertain: true },
  get_group_at_all_remain: { on: ['napcat', 'go-cqhttp'], read: true },
  get_group_detail_info: { on: ['napcat'], read: true },
  get_group_file_system_info: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_group_file_url: { on: ['napcat', 'go-cqhttp'], read: true },
  get_group_files_by_folder: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_group_honor_info: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_group_ignore_add_request: { on: ['napcat'], read: true },
  get_group_ignored_notifies: { on: ['napcat'], read: true, uncertain: true },
  get_group_info: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_group_info_ex: { on: ['napcat'], read: true, uncertain: true },
  get_group_list: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_group_member_info: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_group_member_list: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_group_msg_history: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  _get_group_notice: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_group_root_files: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_group_shut_list: { on: ['napcat'], read: true, uncertain: true },
  get_group_signed_list: { on: ['napcat'], read: true },
  get_group_system_msg: { on: ['napcat', 'go-cqhttp'], read: true },
  get_guild_channel_list: { on: ['go-cqhttp'], read: true, uncertain: true },
  get_guild_list: { on: ['napcat', 'go-cqhttp'], read: true },
  get_guild_member_list: { on: ['go-cqhttp'], read: true, uncertain: true },
  get_guild_member_profile: { on: ['go-cqhttp'], read: true },
  get_guild_meta_by_guest: { on: ['go-cqhttp'], read: true },
  get_guild_msg: { on: ['go-cqhttp'], read: true, uncertain: true },
  get_guild_roles: { on: ['go-cqhttp'], read: true },
  get_guild_service_profile: { on: ['napcat', 'go-cqhttp'], read: true },
  get_image: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_login_info: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_mini_app_ark: { on: ['napcat'], read: true, uncertain: true },
  _get_model_show: { on: ['napcat', 'go-cqhttp'], read: true },
  get_msg: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_online_clients: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_online_file_msg: { on: ['napcat'], read: true, uncertain: true },
  get_private_file_url: { on: ['napcat'], read: true },
  get_profile_like: { on: ['napcat'], read: true, uncertain: true },
  get_qun_album_list: { on: ['napcat'], read: true, uncertain: true },
  get_recent_contact: { on: ['napcat'], read: true, uncertain: true },
  get_record: { on: ['onebot', 'napcat'], read: true },
  get_rkey: { on: ['napcat'], read: true },
  get_rkey_server: { on: ['napcat'], read: true },
  get_robot_uin_range: { on: ['napcat'], read: true, uncertain: true },
  get_share_link: { on: ['napcat'], read: true, uncertain: true },
  get_status: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true, uncertain: true },
  get_stranger_info: { on: ['onebot', 'napcat', 'go-cqhttp'], read: true },
  get_supported_actions: { on: ['go-cqhttp'], read: true },
  get_topic_channel_feeds: { on: ['go-cqhttp'], read: true, uncertain: true },
  get_unidirectional_friend_list: { on: ['napcat', 'go-cqhttp'], read: true },
  get_version_info: { on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot', 'lagrange', 'shamrock'], read: true },
  '.get_word_slices': { on: ['go-cqhttp'], read: true },
  group_poke: { on: ['napcat'], aliasOf: 'send_poke' },
  '.handle_quick_operation': { on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot'] },
  _mark_all_as_read: { on: ['napcat'] },
  mark_group_msg_as_read: { on: ['napcat'], aliasOf: 'mark_msg_as_read' },
  mark_msg_as_read: { on: ['napcat', 'go-cqhttp'] },
  mark_private_msg_as_read: { on: ['napcat'], aliasOf: 'mark_msg_as_read' },
  move_group_file: { on: ['napcat'] },
  nc_get_packet_status: { on: ['napcat'], read: true },
  nc_get_rkey: { on: ['napcat'], read: true, uncertain: true },
  nc_get_user_status: { on: ['napcat'], read: true },
  ocr_image: { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true },
  '.ocr_image': { on: ['napcat', 'go-cqhttp'], read: true, uncertain: true, aliasOf: 'ocr_image' },
  qidian_get_account_info: { on: ['go-cqhttp'], read: true },
  receive_online_file: { on: ['napcat'], uncertain: true },
  refuse_online_file: { on: ['napcat'], uncertain: true },
  reload_event_filter: { on: ['go-cqhttp'] },
  rename_group_file: { on: ['napcat'] },
  send_ark_share: { on: ['napcat'], uncertain: true },
  send_flash_msg: { on: ['napcat'], uncertain: true },
  send_forward_msg: { on: ['napcat', 'go-cqhttp'], messages: ['messages'] },
  send_group_ai_record: { on: ['napcat'] },
  send_group_ark_share: { on: ['napcat'] },
  send_group_forward_msg: { on: ['napcat', 'go-cqhttp'], messages: ['messages'] },
  send_group_msg: { on: ['onebot', 'napcat', 'go-cqhttp'], messages: ['message'] },
  _send_group_notice: { on: ['napcat', 'go-cqhttp'] },
  send_group_sign: { on: ['napcat', 'go-cqhttp'], aliasOf: 'set_group_sign' },
  send_guild_channel_msg: { on: ['go-cqhttp'], messages: ['message'] },
  send_like: { on: ['onebot', 'napcat'] },
  send_msg: { on: ['onebot', 'napcat', 'go-cqhttp'], messages: ['message'] },
  send_online_file: { on: ['napcat'], uncertain: true },
  send_online_folder: { on: ['napcat'], uncertain: true },
  send_packet: { on: ['napcat'] },
  send_poke: { on: ['napcat'] },
  send_private_forward_msg: { on: ['napcat', 'go-cqhttp'], messages: ['messages'] },
  send_private_msg: { on: ['onebot', 'napcat', 'go-cqhttp'], messages: ['message'] },
  send_qzone_msg: { on: ['napcat'] },
  set_custom_face_desc: { on: ['napcat'], uncertain: true },
  set_diy_online_status: { on: ['napcat'] },
  set_doubt_friends_add_request: { on: ['napcat'], uncertain: true },
  set_essence_msg: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  set_friend_add_request: { on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot', 'lagrange'] },
  set_friend_remark: { on: ['napcat'] },
  set_group_add_option: { on: ['napcat'] },
  set_group_add_request: { on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot', 'lagrange'] },
  set_group_admin: {
    on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot', 'lagrange'],
    explicit: { enable: true },
  },
  set_group_album_media_like: { on: ['napcat'], uncertain: true },
  set_group_anonymous: { on: ['onebot', 'go-cqhttp'] },
  set_group_anonymous_ban: { on: ['onebot', 'go-cqhttp'], explicit: { duration: 1800 } },
  set_group_ban: {
    on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot', 'lagrange'],
    explicit: { duration: 1800 },
  },
  set_group_card: { on: ['onebot', 'napcat', 'go-cqhttp'] },
  set_group_kick: { on: ['onebot', 'napcat', 'go-cqhttp'] },
  set_group_kick_members: { on: ['napcat'] },
  set_group_leave: { on: ['onebot', 'napcat', 'go-cqhttp'] },
  set_group_member_invite_policy: { on: ['napcat'] },
  set_group_member_permissions: { on: ['napcat'] },
  set_group_name: { on: ['onebot', 'napcat', 'go-cqhttp'] },
  set_group_new_member_history_visibility: { on: ['napcat'] },
  set_group_portrait: { on: ['napcat', 'go-cqhttp'] },
  set_group_remark: { on: ['napcat'] },
  set_group_robot_add_option: { on: ['napcat'] },
  set_group_search: { on: ['napcat'] },
  set_group_sign: { on: ['napcat'] },
  set_group_special_title: { on: ['onebot', 'napcat', 'go-cqhttp'] },
  set_group_todo: { on: ['napcat'] },
  set_group_whole_ban: {
    on: ['onebot', 'napcat', 'go-cqhttp', 'llonebot', 'lagrange'],
    explicit: { enable: true },
  },
  set_guild_member_role: { on: ['go-cqhttp'] },
  set_input_status: { on: ['napcat'], uncertain: true },
  _set_model_show: { on: ['napcat', 'go-cqhttp'] },
  set_msg_emoji_like: { on: ['napcat'], uncertain: true },
  set_online_status: { on: ['napcat'] },
  set_qq_avatar: { on: ['napcat'] },
  set_qq_profile: { on: ['napcat', 'go-cqhttp'], uncertain: true },
  set_restart: { on: ['onebot', 'napcat'] },
  set_self_longnick: { on: ['napcat'], uncertain: true },
  test_download_stream: { on: ['napcat'], read: true, stream: true },
  trans_group_file: { on: ['napcat'] },
  translate_en2zh: { on: ['napcat'], read: true },
  update_guild_role: { on: ['go-cqhttp'] },
  upload_file_stream: { on: ['napcat'] },
  upload_group_file: { on: ['napcat', 'go-cqhttp'] },
  upload_image_to_qun_album: { on: ['napcat'], uncertain: true },
  upload_private_file: { on: ['napcat', 'go-cqhttp'] },
}
