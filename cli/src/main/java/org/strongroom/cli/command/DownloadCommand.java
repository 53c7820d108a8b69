package org.strongroom.cli.command;

import org.strongroom.api.ResourceType;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.transfer.Download.ImageBytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Fetches the bytes of an image into a file of this machine. */
@Command(
    name = "download",
    description = {
      "Fetches an image into a file here and verifies it.",
      "What was interrupted is taken up again from FILE.part."
    })
final class DownloadCommand extends FetchCommand {
  @Parameters(
      index = "0",
      paramLabel = "IMAGE_UUID",
      description = "the image, by its uuid or name")
  String image = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "the file; - is standard output")
  String file = "";

  DownloadCommand(Tool tool) {
    super(tool);
  }

  @Override
  public Integer call() throws InterruptedException {
    var images =
        new Subject(
            ResourceType.IMAGE, Operations.of(QueryImage.class), "imageUuid", ImageBytes::image);
    return fetch(images, image, file);
  }
}
