package org.strongroom.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.managementnode.GetServerDiagnostics;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.doctor.Questions;
import org.strongroom.cli.support.SupportBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Gathers how the server is into one file, without secrets. */
@Command(
    name = "support",
    customSynopsis = "strongroom support bundle [FILE]",
    description = {
      "As an administrator: gathers versions, configuration, log, threads, metrics, events, jobs,",
      "audit and storages of the server into a .tar.gz, for those who help. Passwords, keys and",
      "sessions are struck out; names and addresses are in it: look through it before you give it",
      "away."
    })
final class SupportBundleCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "bundle", description = "what to do")
  String action = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "where to; strongroom-support-<time>.tar.gz unless said otherwise")
  @Nullable Path file;

  SupportBundleCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!action.equals("bundle")) {
      throw new UsageException("support has no '%s'; it has bundle".formatted(action));
    }
    Instant now = tool.surroundings.clock().instant();
    Path target =
        file == null ? Path.of("strongroom-support-%s.tar.gz".formatted(STAMP.format(now))) : file;
    if (Files.exists(target)) {
      throw new UsageException("%s is there already".formatted(target));
    }
    ServerAccess access = new ServerAccess(tool.surroundings, tool.options);
    access.requireSession(
        Operations.named(GetServerDiagnostics.class.getSimpleName()).orElseThrow());
    SupportBundle bundle = new SupportBundle(new Questions(access.api()), access.server());
    bundle.gather(Version.text(), DoctorCommand.reply(DoctorCommand.findings(tool, access)));
    write(bundle, target, now);
    tool.surroundings.out().println(target);
    return ExitCode.OK;
  }

  private static void write(SupportBundle bundle, Path target, Instant now) {
    try {
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = Files.newOutputStream(target)) {
        bundle.write(out, now);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("%s is there already".formatted(target));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }
}
