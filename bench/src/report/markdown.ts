export { markdown } from '@tickwall/tools/report.js'
