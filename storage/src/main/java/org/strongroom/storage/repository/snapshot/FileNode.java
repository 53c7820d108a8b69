package org.strongroom.storage.repository.snapshot;

/**
 * A file in a tree.
 *
 * @param size bytes, as the tree says
 */
public record FileNode(String name, long size, IdList content) {}
