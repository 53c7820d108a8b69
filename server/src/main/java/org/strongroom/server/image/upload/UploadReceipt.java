package org.strongroom.server.image.upload;

/**
 * The acknowledgement of an upload: the bytes are durable and verified where they lie. Of a
 * resumable one in its midst: so many are durable.
 *
 * @param actualSize bytes that came
 * @param sha256 of them, lower-case hexadecimal; empty as long as some are missing
 */
public record UploadReceipt(String imageUuid, long actualSize, String sha256) {}
