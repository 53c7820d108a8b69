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
}
