package org.strongroom.storage.repository.work;

import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.RepositoryFiles;
import org.strongroom.storage.repository.index.LoadedIndex;
import org.strongroom.storage.repository.lock.Locks;

/** What the works on an opened repository share. */
public record RepositoryParts(
    RepositoryFiles files,
    SealedFiles sealed,
    LoadedIndex index,
    BlobReader blobs,
    Locks locks,
    RepositoryOptions options) {}
