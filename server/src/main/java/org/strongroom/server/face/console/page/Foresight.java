package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.capacity.CapacityForecast;
import org.strongroom.api.capacity.GetBackupStorageForecast;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;
import org.strongroom.server.face.console.text.Times;

/** When storages will be full, in words. */
final class Foresight {
  private static final Duration SOON = Duration.ofDays(30);

  private final View view;

  Foresight(View view) {
    this.view = view;
  }

  /** The forecasts of storages by their uuids; of none if one of them has just gone. */
  Map<String, CapacityForecast> of(List<BackupStorageInventory> storages) {
    List<String> uuids = storages.stream().map(BackupStorageInventory::uuid).toList();
    if (uuids.isEmpty()) {
      return Map.of();
    }
    try {
      return view
          .ask(GetBackupStorageForecast.class, Map.of("backupStorageUuids", uuids))
          .forecasts()
          .stream()
          .collect(
              Collectors.toMap(CapacityForecast::backupStorageUuid, each -> each, (a, b) -> a));
    } catch (ApiException e) {
      return Map.of();
    }
  }

  /** In a few words, only if there is a date. */
  Node brief(@Nullable CapacityForecast forecast) {
    Instant full = forecast == null ? null : forecast.fullDate();
    if (forecast == null || full == null) {
      return Node.NONE;
    }
    boolean soon = Duration.between(view.now(), full).compareTo(SOON) < 0;
    return el(
        soon ? "span.full-on.soon" : "span.full-on",
        at("title", sentence(forecast)),
        text(view.say("forecast.brief", date(full))));
  }

  /** In a sentence. */
  String sentence(CapacityForecast forecast) {
    Instant full = forecast.fullDate();
    Instant earliest = forecast.earliest();
    Instant latest = forecast.latest();
    if (full == null || earliest == null) {
      return forecast.outlook().equals("TooFew")
          ? view.say("forecast.TooFew", forecast.days())
          : view.say("forecast." + forecast.outlook());
    }
    String what =
        view.say("forecast.full." + forecast.limit(), date(full), Sizes.shown(forecast.growth()));
    return what
        + " "
        + (latest == null
            ? view.say("forecast.not-before", date(earliest))
            : view.say("forecast.between", date(earliest), date(latest)));
  }

  private String date(Instant time) {
    return Times.shown(time, view.zone()).substring(0, 10);
  }
}
