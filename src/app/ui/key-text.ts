const MAC: Readonly<Record<string, string>> = { $mod: '⌘', Shift: '⇧', Alt: '⌥' }
const OTHER: Readonly<Record<string, string>> = { $mod: 'Ctrl' }

/** The caps to draw for one shortcut: `$mod+k` is ⌘ K on a Mac and Ctrl K elsewhere, `g o` is G then O. */
export function keyCaps(keys: string, mac: boolean): readonly string[] {
  // A plus between two keys joins them; alone it is the key.
  return keys.split(/(?<=.)[ +](?=.)/).flatMap((key) => {
    // A sign that takes Shift on some keyboards only is shown as itself.
    if (key === 'Shift' && /[?/]$/.test(keys)) return []
    return [(mac ? MAC[key] : OTHER[key]) ?? (key.length === 1 ? key.toUpperCase() : key)]
  })
}

/** Whether to speak of ⌘. */
export function isMac(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform)
}
