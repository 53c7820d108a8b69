package org.strongroom.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.api.image.AddImage;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.name.NamedResources;
import org.strongroom.cli.transfer.Upload;
import org.strongroom.cli.transfer.UploadSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Adds an image from a file of this machine. */
@Command(
    name = "upload",
    description = {
      "Adds an image from a file here; takes the parameters of AddImage except url.",
      "They may be written as options of 'image add', too. Without a storage it goes to the only"
          + " one that can take it.",
      "Example: strongroom upload debian.qcow2 --name debian --backup-storage-uuids vault"
    })
final class UploadCommand implements Callable<Integer> {
  private static final String STORAGES = "backupStorageUuids=";

  /** Stands for the storage while the other words are checked. */
  private static final String NONE = "0".repeat(32);

  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "FILE", description = "the file; - is standard input")
  String file = "";

  @Parameters(index = "1..*", paramLabel = "key=value", description = "parameters of AddImage")
  List<String> words = new ArrayList<>();

  UploadCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (words.stream().anyMatch(word -> word.startsWith("url="))) {
      throw new UsageException("upload takes no url: the bytes come from the file");
    }
    ServerAccess access = new ServerAccess(tool.surroundings, tool.options);
    UploadSource source =
        file.equals("-")
            ? UploadSource.standardInput(tool.surroundings.in())
            : UploadSource.file(Path.of(file));
    List<String> all = new ArrayList<>(words);
    all.add("url=" + source.url());
    boolean isPlaced = words.stream().anyMatch(word -> word.startsWith(STORAGES));
    Call checked = parsed(access, all, isPlaced ? "" : STORAGES + NONE);
    access.requireSession(checked.operation());
    Api api = access.api();
    Call call = isPlaced ? checked : parsed(access, all, STORAGES + onlyStorage(api));
    Call named = new NamedResources(api).resolve(call);
    access
        .writer()
        .write(
            new Upload(api, access.attended(api), access.bars(), tool.surroundings)
                .run(named, source));
    return ExitCode.OK;
  }

  private static Call parsed(ServerAccess access, List<String> words, String more) {
    List<String> all = new ArrayList<>(words);
    if (!more.isEmpty()) {
      all.add(more);
    }
    return access.parser().parse(AddImage.class.getSimpleName(), all);
  }

  /** The uuid of the one storage that takes images now; with several the user has to choose. */
  private String onlyStorage(Api api) throws InterruptedException {
    List<JsonNode> usable = new UsableStorages(api).find();
    if (usable.size() != 1) {
      throw new UsageException(
          usable.isEmpty()
              ? "no backup storage can take the image: none is Enabled and Connected; 'backup-storage"
                  + " list' tells why"
              : "say which backup storage is to keep it, by --backup-storage-uuids NAME; there are "
                  + UsableStorages.names(usable));
    }
    tool.surroundings
        .err()
        .println(
            "the image goes to backup storage %s, the only one that can take it"
                .formatted(UsableStorages.names(usable)));
    return usable.getFirst().path("uuid").asString("");
  }
}
