package org.strongroom.storage.format;

/**
 * What the header of a whole image says.
 *
 * @param virtualSize bytes of the disk that a guest sees
 * @param length bytes of the image file
 */
public record ImageInspection(ImageFormat format, long virtualSize, long length) {}
