import { OptionError } from "@transect/core";
import { ErrorCodes, ResponseError } from "vscode-languageserver/node";

/** What a request answers with where it cannot be met: bad parameters by their name, all else by its message. */
export function toResponseError(cause: unknown): ResponseError<void> {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ResponseError(cause instanceof OptionError ? ErrorCodes.InvalidParams : ErrorCodes.InternalError, message);
}
