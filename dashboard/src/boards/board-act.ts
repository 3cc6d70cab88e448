/** What may be asked for in the bar over a board. */
export type BoardAct =
  | 'edit'
  | 'undo'
  | 'redo'
  | 'share'
  | 'wall'
  | 'playlists'
  | 'create'
  | 'duplicate'
  | 'import'
  | 'export'
  | 'reset'
  | 'remove'
