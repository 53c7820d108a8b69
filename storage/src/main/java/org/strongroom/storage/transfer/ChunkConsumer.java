package org.strongroom.storage.transfer;

/** Someone that each chunk of a transfer is handed to, in order; releases it when done. */
interface ChunkConsumer {
  void add(Chunk chunk);
}
