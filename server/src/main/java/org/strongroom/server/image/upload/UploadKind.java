package org.strongroom.server.image.upload;

/** What somebody who comes to the job of an image with a body wants. Sizes are bytes. */
public sealed interface UploadKind {
  /** The whole image, at once. */
  record Whole() implements UploadKind {}

  /**
   * To begin a resumable upload; the body is empty.
   *
   * @param length of the file that will be sent
   * @param metadata kept and told as it is
   */
  record Begin(long length, String metadata) implements UploadKind {}

  /**
   * To send more of a resumable upload.
   *
   * @param offset where the body begins
   */
  record Part(String id, long offset) implements UploadKind {}

  /** To end a resumable upload and to have its bytes removed; the body is empty. */
  record End(String id) implements UploadKind {}
}
