export const settings = {
  settings: {
    title: 'Settings',
    language: 'Language',
    direction: 'Rising prices are',
    theme: 'Light',
    greenUp: 'green',
    redUp: 'red',
    blueOrange: 'blue',
    dark: 'Day',
    night: 'Night',
    en: 'English',
    zhCn: '中文',
  },
}
