/** The database: its tables, transactions and migrations. */
@NullMarked
package org.strongroom.server.catalog;

import org.jspecify.annotations.NullMarked;
