package org.strongroom.server.backupstorage.access;

import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.record.StorageRow;

/** The secret of a storage was sealed with a key file that is lost: it has to be given again. */
public final class UnreadableSecretException extends ApiException {
  private static final long serialVersionUID = 1L;

  UnreadableSecretException(StorageRow storage, Throwable cause) {
    super(
        ErrorCode.OPERATION_FAILED,
        "the password or private key of %s cannot be read, because key.json is not the one that it was sealed with; give it again"
            .formatted(storage.label()));
    initCause(cause);
  }
}
