package org.strongroom.server.query;

import org.strongroom.server.fixture.CatalogKind;

class QueryLanguageOnSqliteTest extends QueryLanguageSpecification {
  QueryLanguageOnSqliteTest() {
    super(CatalogKind.SQLITE);
  }
}
