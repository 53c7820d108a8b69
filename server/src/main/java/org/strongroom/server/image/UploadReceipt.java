package org.strongroom.server.image;

/**
 * The acknowledgement of an upload: the bytes are durable and verified where they lie.
 *
 * @param actualSize bytes that came
 * @param sha256 of them, lower-case hexadecimal
 */
public record UploadReceipt(String imageUuid, long actualSize, String sha256) {}
