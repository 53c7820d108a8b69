package org.strongroom.cli.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.strongroom.cli.client.JobWatcher;
import org.strongroom.cli.output.PlainText;
import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;

/** Bars on standard error, where it is a terminal; nothing anywhere else. */
public final class ProgressBars {
  private static final int LESS_THAN_THE_WIDTH = 1;
  private static final long MIB = 1 << 20;
  private final Surroundings surroundings;

  public ProgressBars(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** A bar for bytes on their way; without a total it counts only. */
  public ByteProgress bytes(String task, OptionalLong total) {
    return bytes(task, total, 0);
  }

  /**
   * A bar for bytes of which some have passed before.
   *
   * @param before how many
   */
  public ByteProgress bytes(String task, OptionalLong total, long before) {
    Optional<Integer> width = surroundings.terminal().errorWidth();
    if (width.isEmpty()) {
      return new NoBar();
    }
    return new ByteBar(
        builder(task, width.get())
            .setInitialMax(total.orElse(-1))
            .setUnit(" MiB", MIB)
            .startsFrom(before, Duration.ZERO)
            .showSpeed()
            .build());
  }

  /** A bar in percent for a job, shown once the server tells how far the job is. */
  public JobWatcher job(String task) {
    return new JobBar(task);
  }

  /** Nothing is shown. */
  public static JobWatcher none() {
    return new JobWatcher() {
      @Override
      public boolean wantsProgress() {
        return false;
      }

      @Override
      public void progress(JsonNode step) {}

      @Override
      public void close() {}
    };
  }

  /** A bar as {@link #job}; where there is no terminal, a line for each step and tenth of it. */
  public JobWatcher watched(String task) {
    return surroundings.terminal().errorWidth().isPresent()
        ? new JobBar(task)
        : new JobLines(surroundings.err());
  }

  private ProgressBarBuilder builder(String task, int width) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .clearDisplayOnFinish()
        .setConsumer(
            new ConsoleProgressBarConsumer(surroundings.err(), width - LESS_THAN_THE_WIDTH));
  }

  private static final class NoBar implements ByteProgress {
    @Override
    public void advance(long bytes) {}

    @Override
    public void close() {}
  }

  private record ByteBar(ProgressBar bar) implements ByteProgress {
    @Override
    public void advance(long bytes) {
      bar.stepBy(bytes);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private final class JobBar implements JobWatcher {
    private final String task;
    private boolean looked;
    private Optional<Integer> width = Optional.empty();
    private @Nullable ProgressBar bar;

    JobBar(String task) {
      this.task = task;
    }

    @Override
    public boolean wantsProgress() {
      if (!looked) {
        looked = true;
        width = surroundings.terminal().errorWidth();
      }
      return width.isPresent();
    }

    @Override
    public void progress(JsonNode step) {
      if (bar == null && width.isPresent()) {
        bar = builder(task, width.get()).setInitialMax(100).setUnit(" %", 1).build();
      }
      if (bar != null) {
        bar.setExtraMessage(" " + PlainText.of(step.at("/opaque/step").asString("")));
        bar.stepTo(step.path("content").asInt(0));
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
