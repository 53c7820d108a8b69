package org.strongroom.storage.repository.work;

/**
 * A file in a generation.
 *
 * @param path begins with a slash
 * @param size bytes
 */
public record GenerationFile(String path, long size) {}
