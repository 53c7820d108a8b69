package org.strongroom.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ResourceType;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.name.NamedResources;
import org.strongroom.cli.transfer.Download;
import org.strongroom.cli.transfer.Download.ImageBytes;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/** What fetches bytes that a storage keeps into a file of this machine has in common. */
abstract class FetchCommand implements Callable<Integer> {
  private static final String STORAGE = "backupStorageUuid=";

  @ParentCommand Tool tool;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = STORAGE + "UUID",
      description =
          "the storage whose copy is meant, by its uuid or name; any unless said otherwise")
  @Nullable String storage;

  @Option(names = "--force", description = "replace the file if it is there")
  boolean force;

  /** What is fetched, by its kind. */
  record Subject(ResourceType type, OperationModel query, String field, Bytes bytes) {}

  /** Where the bytes of a resource are, on any storage or on one. */
  interface Bytes {
    ImageBytes of(String uuid, Optional<String> storageUuid);
  }

  FetchCommand(Tool tool) {
    this.tool = tool;
  }

  /**
   * Fetches it, and tells its uuid, the file and its size.
   *
   * @param named the uuid or the name
   * @param file the path, or {@code -} for standard output; {@code <uuid>.raw} if null
   */
  final int fetch(Subject subject, String named, @Nullable String file)
      throws InterruptedException {
    if (storage != null && !storage.startsWith(STORAGE)) {
      throw new UsageException("download takes only " + STORAGE + "UUID after the file");
    }
    ServerAccess access = new ServerAccess(tool.surroundings, tool.options);
    access.requireSession(subject.query());
    Api api = access.api();
    Download download = new Download(api, access.bars(), tool.surroundings);
    NamedResources names = new NamedResources(api);
    String uuid = names.uuid(subject.type(), named);
    ImageBytes wanted = subject.bytes().of(uuid, storage(names));
    String target = file == null ? uuid + ".raw" : file;
    if (target.equals("-")) {
      download.toStandardOutput(wanted);
      return ExitCode.OK;
    }
    long size = download.toFile(wanted, Path.of(target), force);
    access
        .writer()
        .write(
            JsonMapper.shared()
                .createObjectNode()
                .put(subject.field(), uuid)
                .put("file", target)
                .put("size", size));
    return ExitCode.OK;
  }

  private Optional<String> storage(NamedResources names) throws InterruptedException {
    return storage == null
        ? Optional.empty()
        : Optional.of(names.uuid(ResourceType.BACKUP_STORAGE, storage.substring(STORAGE.length())));
  }
}
