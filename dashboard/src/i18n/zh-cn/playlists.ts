import type { playlists as texts } from '../en/playlists.js'
import type { Texts } from '../texts.js'

export const playlists: Texts<typeof texts> = {
  playlists: {
    title: '大屏播放列表',
    none: '播放列表让多个看板在大屏上轮流显示，并拥有自己的地址。',
    hint: '保存在本浏览器中。复制的地址可在任何屏幕上显示相同的看板。',
    create: '新建播放列表',
    newTitle: '播放列表',
    name: '播放列表名称',
    seconds: '每个看板的秒数',
    each: '秒/屏',
    add: '添加看板…',
    up: '提前显示“{board}”',
    down: '推后显示“{board}”',
    takeOut: '移出“{board}”',
    show: '播放',
    copy: '复制地址',
    remove: '删除播放列表',
    removed: '已删除“{title}”',
    notKept: '浏览器不保存数据：播放列表仅在本页面打开期间有效。',
    manage: '播放列表…',
  },
}
