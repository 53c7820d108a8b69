package org.strongroom.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What a process has used, as Linux tells it. */
public final class ProcessUsage {
  private static final double TICKS_PER_SECOND = 100;

  private ProcessUsage() {}

  /** Seconds of CPU time that the process has used since its start, in and out of the kernel. */
  public static double cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** The most memory that the process ever held, in MiB. */
  public static double peakMebibytes(long pid) {
    return status(pid, "VmHWM:");
  }

  /** The same of a process that may end any moment. */
  static OptionalDouble peakIfAlive(long pid) {
    try {
      return OptionalDouble.of(peakMebibytes(pid));
    } catch (UncheckedIOException e) {
      return OptionalDouble.empty();
    }
  }

  /** The memory that the process holds now, in MiB. */
  public static double residentMebibytes(long pid) {
    return status(pid, "VmRSS:");
  }

  private static double status(long pid, String key) {
    return read(pid, "status")
            .lines()
            .filter(line -> line.startsWith(key))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElse(0)
        / 1024.0;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
