export { REACH_DEFAULTS, type ReachOptions, type RuleReach, ruleReach } from "./ignore-reach.js";
