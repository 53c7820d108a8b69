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

/** Adds an image from a file of this machine. */
@Command(
    name = "upload",
    description = {
      "Adds an image from a file here; takes the parameters of AddImage except url.",
      "Example: strongroom upload debian.qcow2 name=debian backupStorageUuids=<uuid>"
    })
final class UploadCommand implements Callable<Integer> {
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
    Call call = access.parser().parse(AddImage.class.getSimpleName(), all);
    access.requireSession(call.operation());
    Api api = access.api();
    Call named = new NamedResources(api).resolve(call);
    access
        .writer()
        .write(
            new Upload(api, access.attended(api), access.bars(), tool.surroundings)
                .run(named, source));
    return ExitCode.OK;
  }
}
