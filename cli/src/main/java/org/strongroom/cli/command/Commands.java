package org.strongroom.cli.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The commands that are no operations. Each costs every call time to be made known, so those that
 * the words do not name are left out.
 */
final class Commands {
  /** They tell of all others, or run them. */
  private static final Set<String> ABOUT_OTHERS =
      Set.of("help", "completion", "complete-words", "man-pages", "shell", "--help", "-h");

  private static final Map<String, Function<Tool, Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("upload", UploadCommand::new);
    ALL.put("download", DownloadCommand::new);
    ALL.put("snapshot-download", SnapshotDownloadCommand::new);
    ALL.put("job-wait", JobWaitCommand::new);
    ALL.put("job-watch", JobWatchCommand::new);
    ALL.put("job-log", JobLogCommand::new);
    ALL.put("whoami", WhoAmICommand::new);
    ALL.put("context", ContextCommand::new);
    ALL.put("doctor", DoctorCommand::new);
    ALL.put("support", SupportBundleCommand::new);
    ALL.put("shell", ShellCommand::new);
    ALL.put("help", HelpCommand::new);
    ALL.put("completion", CompletionCommand::new);
    ALL.put("complete-words", CompleteWordsCommand::new);
    ALL.put("man-pages", ManPagesCommand::new);
  }

  private Commands() {}

  static boolean isCommand(String word) {
    return ALL.containsKey(word);
  }

  /** Those that people are told of. */
  static List<String> names() {
    return ALL.keySet().stream()
        .filter(name -> name.indexOf('-') < 0) // for scripts, or found as verbs
        .sorted()
        .toList();
  }

  /** Makes the commands known that the words name; all, where one of them tells of all. */
  static void add(CommandLine line, Tool tool, String... words) {
    List<String> named = Arrays.asList(words);
    boolean all = named.isEmpty() || named.stream().anyMatch(ABOUT_OTHERS::contains);
    ALL.forEach((name, command) -> {
      if (all || named.contains(name)) {
        line.addSubcommand(command.apply(tool));
      }
    });
  }
}
