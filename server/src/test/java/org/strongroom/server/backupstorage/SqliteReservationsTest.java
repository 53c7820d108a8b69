package org.strongroom.server.backupstorage;

final class SqliteReservationsTest extends ReservationsContract {
  @Override
  Cloud open() {
    return Cloud.onSqlite();
  }

  @Override
  int rounds() {
    return 160;
  }
}
