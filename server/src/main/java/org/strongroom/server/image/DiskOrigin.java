package org.strongroom.server.image;

import java.io.IOException;
import java.util.List;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.storage.source.ImageSource;

/**
 * The disks that an operation of another service makes images of.
 *
 * @param <Q> the operation's parameters
 */
public interface DiskOrigin<Q> {
  Class<Q> operation();

  /**
   * The storages that the image is to lie on, when the operation begins.
   *
   * @throws org.strongroom.api.ApiException if the disk cannot be had, or none fits
   */
  List<String> storages(Q request, Transaction transaction);

  /** The image as AddImage would be asked for it; the url says what it is made of. */
  AddImage image(Q request, List<String> storageUuids);

  /**
   * The places that the disk can be read at, to be tried one after the other.
   *
   * @throws org.strongroom.api.ApiException if there is none any more
   */
  List<Place> places(Q request, Job job);

  /** Takes back what reading it has left, after the job failed. */
  void undo(Q request, Job job) throws IOException;

  /** One of them. */
  interface Place {
    /** The bytes of the image. */
    ImageSource open() throws IOException;

    /** Told that they could not be read, or written, to the end. */
    void failed(IOException why);
  }
}
