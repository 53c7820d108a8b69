package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The real tools, which judge what we read. */
public final class QemuImg {
  private QemuImg() {}

  /** {@code qemu-img} with these arguments. */
  public static void img(Object... arguments) {
    run("qemu-img", arguments);
  }

  /** {@code qemu-io} with these commands on an image. */
  public static void io(Path image, String format, String... commands) {
    List<Object> arguments = new ArrayList<>(List.of("-f", format));
    for (String command : commands) {
      arguments.add("-c");
      arguments.add(command);
    }
    arguments.add(image);
    run("qemu-io", arguments.toArray());
  }

  /** Commands that write patterns, zeros and discards all over a disk. */
  public static String[] randomWrites(Random random, long diskSize, int count) {
    String[] commands = new String[count];
    for (int i = 0; i < count; i++) {
      long length = 512L * (1 + random.nextInt(400));
      long offset = 512L * random.nextLong((diskSize - length) / 512);
      commands[i] =
          switch (random.nextInt(6)) {
            case 0 -> "write -z %d %d".formatted(offset, length);
            case 1 -> "discard %d %d".formatted(offset, length);
            default -> "write -P %d %d %d".formatted(1 + random.nextInt(255), offset, length);
          };
    }
    return commands;
  }

  private static void run(String tool, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(tool));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(command.toString(), e);
    }
  }
}
