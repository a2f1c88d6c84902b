import { all, any, type Bot, face, has, image, mface, type Segment, type SentSegment, toMe } from 'catflap'

/** A received picture or sticker as it is sent; nothing for other segments. The address of a picture ends after a while. */
const again = ({ type, data }: Segment): readonly SentSegment[] => {
  if (type === 'face') return [face(data.id)]
  if (type === 'image' && data.url)
    return [image(data.url, { subType: data.sub_type, summary: data.summary })]
  if (type !== 'mface' || !data.key || !data.emoji_package_id) return []
  const { emoji_id, emoji_package_id, key, summary = '' } = data
  return [mface({ emojiId: emoji_id, emojiPackageId: emoji_package_id, key, summary })]
}

/** Sends back what it is sent: pictures, stickers of the shop and emoticons. */
export default (bot: Bot) => {
  bot.on('message', all(toMe, any(has('image'), has('mface'), has('face'))), (event) =>
    event.message.flatMap(again),
  )
}
