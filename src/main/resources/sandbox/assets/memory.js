// What was chosen last, kept in this browser where it lets us.

export function remembered(name) {
  try {
    return localStorage.getItem(`sandbox.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`sandbox.${name}`, value);
  } catch {
    // Without storage the page begins with its defaults each time.
  }
}
