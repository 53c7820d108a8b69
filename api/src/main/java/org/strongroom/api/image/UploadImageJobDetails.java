package org.strongroom.api.image;

/**
 * A running upload.
 *
 * @param offset bytes that have arrived
 * @param imageUploadUrl where to PUT the bytes, below the server's address
 */
public record UploadImageJobDetails(
    String longJobUuid,
    String longJobState,
    String imageUuid,
    String imageUploadUrl,
    long offset,
    boolean uploadStarted) {}
