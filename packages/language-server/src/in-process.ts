export { createProfiler, type Profiler, type ProfilerOptions, type ProfileWatch } from "./profiler.js";
