package org.strongroom.server.backupstorage.record;

import org.strongroom.api.ApiException;

/** Keeps operations of one type of storage away from storages of another. */
public final class TypeCheck {
  private TypeCheck() {}

  /**
   * @throws ApiException SYS.1007 that names the type which the storage has
   */
  public static void require(StorageRow storage, StorageType type, Class<?> operation) {
    if (storage.type() != type) {
      throw ApiException.invalid(
          "%s serves storages of type %s; %s has the type %s"
              .formatted(
                  operation.getSimpleName(), type.text(), storage.label(), storage.type().text()));
    }
  }
}
