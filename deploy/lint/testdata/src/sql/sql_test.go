package sql

import "gorm.io/gorm"

func testsAreFree(g *gorm.DB, input string) { g.Exec(input) }
