package demo

import (
	"context"
	"fmt"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/gridteam"
)

// posts are who works in the grids; the second grid of the first community has nobody to lead it yet.
var posts = []struct {
	name   string
	grid   models.AreaCode
	kind   gridteam.Kind
	origin gridteam.Origin
}{
	{"韩涛", kang1, gridteam.Chief, gridteam.CommunityStaff},
	{"蒋波", kang1, gridteam.Liaison, gridteam.OwnersCommittee},
	{"沈丽", kang1, gridteam.FullTime, gridteam.CommunityStaff},
	{"赵海燕", kang1, gridteam.PartTime, gridteam.Residents},
	{"李建国", kang2, gridteam.Liaison, gridteam.PropertyStaff},
	{"吴芳", feng1, gridteam.Chief, gridteam.CommunityStaff},
	{"王桂兰", feng1, gridteam.PartTime, gridteam.Residents},
}

// addTeams gives the grids their people. Within the whole city they have them already.
func (t *Town) addTeams(ctx context.Context) error {
	there, err := store.One(t.DB.Read(ctx), `SELECT EXISTS (SELECT FROM grid_posts)`, nil, store.Value[bool])
	if err != nil || there {
		return err
	}
	for _, p := range posts {
		post := gridteam.Post{Grid: p.grid, Kind: p.kind, Person: t.people[p.name].Person, Origin: p.origin}
		if _, err := t.Posting.Appoint(ctx, t.people[above], post); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}
