package org.strongroom.server.backupstorage;

final class PostgresReservationsTest extends ReservationsContract {
  @Override
  Cloud open() {
    return Cloud.onPostgres();
  }

  @Override
  int rounds() {
    return 40;
  }

  @Override
  long deadlocks() {
    return cloud.database.read(sql ->
        sql.fetchSingle("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .into(Long.class));
  }
}
