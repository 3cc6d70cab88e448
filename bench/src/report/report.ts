export { bar, machine, type Bar, type Report } from '@tickwall/tools/report.js'
