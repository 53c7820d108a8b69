package org.strongroom.server.backupstorage;

final class PostgresReservationsTest extends ReservationsContract {
  @Override
  Cloud open() {
    return Cloud.onPostgres();
  }
}
