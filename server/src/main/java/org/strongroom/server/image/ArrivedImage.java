package org.strongroom.server.image;

/**
 * The bytes of an image that have come. Sizes are bytes.
 *
 * @param size of the guest's disk
 */
public record ArrivedImage(long length, long size, String sha256, String format) {}
