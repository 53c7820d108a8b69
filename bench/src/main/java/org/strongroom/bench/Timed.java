package org.strongroom.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.strongroom.bench.server.ProcessUsage;
import org.strongroom.bench.server.ScpProgram;
import org.strongroom.bench.server.StrongroomServer;

/** One way to move bytes, and what it took. */
record Timed(double seconds, double cpuSeconds, double peakMebibytes) {
  private static final int MIB = 1 << 20;

  /** What is measured, if it knows itself what it has used. */
  interface Work {
    ScpProgram.Usage run() throws IOException, InterruptedException;
  }

  /** What is measured, if the server does the work. */
  interface ClientWork {
    void run() throws IOException, InterruptedException;
  }

  /** What earlier runs have left to write does not burden this one. */
  static Timed of(Work work) throws IOException, InterruptedException {
    ScpProgram.run(List.of("sync"));
    long start = System.nanoTime();
    ScpProgram.Usage usage = work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Timed(seconds, usage.cpuSeconds(), usage.peakMebibytes());
  }

  /** CPU of the server and of the client, which is this process; memory of the server. */
  static Timed through(StrongroomServer server, ClientWork work)
      throws IOException, InterruptedException {
    long self = ProcessHandle.current().pid();
    double before = server.process().cpuSeconds() + ProcessUsage.cpuSeconds(self);
    return of(() -> {
      work.run();
      return new ScpProgram.Usage(
          server.process().cpuSeconds() + ProcessUsage.cpuSeconds(self) - before,
          ProcessUsage.peakMebibytes(server.process().pid()));
    });
  }

  /** CPU of a program and of this process, in which the store is that it works with. */
  static Timed withThisProcess(Work work) throws IOException, InterruptedException {
    long self = ProcessHandle.current().pid();
    double before = ProcessUsage.cpuSeconds(self);
    return of(() -> {
      ScpProgram.Usage usage = work.run();
      return new ScpProgram.Usage(
          usage.cpuSeconds() + ProcessUsage.cpuSeconds(self) - before, usage.peakMebibytes());
    });
  }

  /** The cells of a table: how fast, what it took, and the speed beside another way. */
  Object[] cells(String what, int mebibytes, Timed beside) {
    return new Object[] {
      what, mebibytes / seconds, cpuSeconds, peakMebibytes, beside.seconds() / seconds
    };
  }

  /** The one in the middle. */
  static Timed middle(List<Timed> runs) {
    return runs.stream()
        .sorted((a, b) -> Double.compare(a.seconds(), b.seconds()))
        .skip((runs.size() - 1) / 2)
        .findFirst()
        .orElseThrow();
  }

  /** A file of random bytes: nothing on the way can make them less. */
  static Path randomFile(Path file, int mebibytes) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] piece = new byte[MIB];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    return file;
  }
}
