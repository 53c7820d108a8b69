package org.strongroom.api;

/** An inventory whose class name for clients depends on the row. */
public interface SchemaNamed {
  String schemaName();
}
