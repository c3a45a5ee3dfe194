export {
  createParquetWriter,
  type EntryParquetWriter,
  PARQUET_DEFAULTS,
  type ParquetOptions,
} from "./parquet-writer.js";
