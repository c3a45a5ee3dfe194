import type { Entry, Listing, ListingChunk, Source } from "@transect/core";

/** The same source with a promise in the place of every value, as an editor or a bucket would have it. */
export function asyncSource(source: Source): Source {
  return {
    name: `async ${source.name}`,
    root: async (path, request) => source.root(path, request),
    list: (directory, request) => slowly(source.list(directory, request)),
    follow: async (link, request) => source.follow(link, request),
    release: (directory) => source.release(directory),
    place: async (root) => source.place(root),
  };
}

async function* slowly(listing: Listing): AsyncGenerator<ListingChunk> {
  for await (const chunk of listing) {
    await Promise.resolve();
    yield chunk;
  }
}

/** The same source, telling of each directory that it is asked to list. */
export function watchedSource(source: Source, onList: (directory: Entry) => void): Source {
  return {
    ...source,
    list(directory, request) {
      onList(directory);
      return source.list(directory, request);
    },
  };
}
