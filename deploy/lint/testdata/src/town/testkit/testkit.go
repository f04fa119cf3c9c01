// Package testkit makes databases, whose names only text can carry.
package testkit

import "gorm.io/gorm"

func Make(db *gorm.DB, name string) { db.Exec("CREATE DATABASE " + name) }
