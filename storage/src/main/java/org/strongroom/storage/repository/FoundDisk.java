package org.strongroom.storage.repository;

import org.strongroom.storage.format.ImageFormat;

/**
 * A disk that somebody has backed up as a file.
 *
 * @param path of the file in the generation
 * @param only whether the generation has no other file
 * @param size bytes that the guest sees
 * @param format of the file
 */
public record FoundDisk(String path, boolean only, long size, ImageFormat format) {}
