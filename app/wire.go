package main

import (
	"crypto/rand"
	"log/slog"
	"net/url"
	"path/filepath"
	"time"

	"delinli/app/cataloguing"
	"delinli/app/channel"
	"delinli/app/config"
	"delinli/app/dispatching"
	"delinli/app/enrolling"
	"delinli/app/exporting"
	"delinli/app/files"
	"delinli/app/filing"
	"delinli/app/funding"
	"delinli/app/importing"
	"delinli/app/jobs"
	"delinli/app/keeping"
	"delinli/app/notifying"
	"delinli/app/ordering"
	"delinli/app/organising"
	"delinli/app/postgres"
	"delinli/app/posting"
	"delinli/app/registering"
	"delinli/app/reporting"
	"delinli/app/returning"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/keys"
	"delinli/app/volunteering"
	"delinli/frontend"
	"delinli/handlers"
	"delinli/models"
	"delinli/models/export"
)

// verbs are all that the program can do, joined by hand.
type verbs struct {
	cataloguing  *cataloguing.Service
	dispatching  *dispatching.Service
	enrolling    *enrolling.Service
	exporting    *exporting.Service
	filing       *filing.Service
	funding      *funding.Service
	importing    *importing.Service
	keeping      *keeping.Service
	notifying    *notifying.Service
	ordering     *ordering.Service
	organising   *organising.Service
	posting      *posting.Service
	registering  *registering.Service
	reporting    *reporting.Service
	returning    *returning.Service
	volunteering *volunteering.Service
	feed         handlers.Feed
	site         handlers.Site
}

// parts are what the verbs are built on.
type parts struct {
	config config.Config
	pool   *postgres.Pool
	db     *store.DB
	hint   *jobs.Hint
	hub    *jobs.Hub
	ring   *vault.Keyring
	now    models.Clock // of the machine
	clock  models.Clock // of the town, by which all goes that is done here; that of a simulated city is behind
	behind int          // how many days it is
	log    *slog.Logger
}

// wire joins the verbs. Sessions, codes, links and uploads count real time, everything else the town's.
func wire(p parts) (*verbs, error) {
	sealed := vault.NewVault(p.ring, rand.Reader)
	disk, err := files.NewDisk(filepath.Join(p.config.DataDir, "files"))
	if err != nil {
		return nil, err
	}
	sms, err := smsOf(p.config)
	if err != nil {
		return nil, err
	}
	wechat, err := weChatOf(p.config)
	if err != nil {
		return nil, err
	}
	v := &verbs{site: siteOf(p)}
	v.cataloguing = &cataloguing.Service{DB: p.db, Now: p.clock, Random: rand.Reader}
	v.enrolling = &enrolling.Service{DB: p.db, Vault: sealed, Keys: p.ring, Passwords: vault.NewPasswords(rand.Reader), Sender: channel.Codes{SMS: sms},
		Now: time.Now, Town: p.clock, Random: rand.Reader, Log: p.log, Pace: enrolling.Pace}
	v.volunteering = &volunteering.Service{DB: p.db, Vault: sealed, Now: p.clock, Random: rand.Reader}
	v.dispatching = &dispatching.Service{DB: p.db, Now: p.clock, Random: rand.Reader, Menu: menu{v.cataloguing}, Rules: v.cataloguing}
	v.ordering = &ordering.Service{DB: p.db, Vault: sealed, Keys: p.ring, Now: p.clock, Random: rand.Reader, Settings: v.cataloguing,
		Menu: menu{v.cataloguing}, Fitness: v.dispatching, Hours: v.volunteering, People: newcomers{v.enrolling}}
	v.dispatching.Orders = v.ordering
	v.reporting = &reporting.Service{DB: p.db, Now: p.clock, Weights: v.cataloguing, People: v.volunteering}
	blobs := files.New(disk, rand.Reader, time.Now)
	v.filing = &filing.Service{DB: p.db, Files: blobs, Blobs: disk, Signer: p.ring, Orders: v.ordering, Now: time.Now}
	v.keeping = &keeping.Service{DB: p.db, Vault: sealed, Signer: p.ring, Blobs: disk, Orphans: v.filing, Now: p.clock, Random: rand.Reader,
		Dir: filepath.Join(p.config.DataDir, "audit")}
	v.enrolling.Looks = v.keeping
	if err := keepTown(p, v, sealed); err != nil {
		return nil, err
	}
	if v.exporting, err = exportingOf(p, v, sealed); err != nil {
		return nil, err
	}
	v.notifying = &notifying.Service{DB: p.db, Vault: sealed, Now: p.clock, Random: rand.Reader, Log: p.log, SMS: sms, Words: v.cataloguing}
	if wechat != nil {
		v.enrolling.MiniProgram = wechat
	}
	if wechat != nil && wechat.Template != "" {
		v.notifying.WeChat, v.notifying.OpenIDs = wechat, v.enrolling
	}
	v.feed = &notifying.Feed{DB: p.db, News: p.hub, Visible: v.ordering.Visible, Now: time.Now, Log: p.log}
	return v, nil
}

// keepTown joins what is kept of the places of the town and of who lives and serves there.
func keepTown(p parts, v *verbs, sealed *vault.Vault) error {
	sent, err := files.NewDisk(filepath.Join(p.config.DataDir, "imports"))
	if err != nil {
		return err
	}
	v.registering = &registering.Service{DB: p.db, Vault: sealed, Keys: p.ring, Looks: v.keeping, Now: p.clock, Random: rand.Reader}
	v.posting = &posting.Service{DB: p.db, Vault: sealed, Now: p.clock, Random: rand.Reader}
	v.funding = &funding.Service{DB: p.db, Now: p.clock, Random: rand.Reader}
	v.organising = &organising.Service{DB: p.db, Vault: sealed, Now: p.clock, Random: rand.Reader}
	v.returning = &returning.Service{DB: p.db, Vault: sealed, Now: p.clock, Volunteers: v.volunteering}
	v.importing = &importing.Service{DB: p.db, Vault: sealed, Keys: p.ring, Blobs: sent, Now: p.clock, Random: rand.Reader, Log: p.log,
		Teams: v.posting, Orgs: v.organising, Places: v.cataloguing}
	return nil
}

// exportingOf joins what can be exported; its files lie in a place of their own.
func exportingOf(p parts, v *verbs, sealed *vault.Vault) (*exporting.Service, error) {
	disk, err := files.NewDisk(filepath.Join(p.config.DataDir, "exports"))
	if err != nil {
		return nil, err
	}
	return &exporting.Service{DB: p.db, Vault: sealed, Blobs: disk, Now: p.clock, Random: rand.Reader, Log: p.log, Sources: map[export.What]exporting.Source{
		"orders": ordering.Exporter{Service: v.ordering}, "figures": reporting.Exporter{Service: v.reporting},
		"residents": registering.Exporter{Service: v.registering}, "dwellings": cataloguing.Exporter{Service: v.cataloguing},
		"teams": posting.Exporter{Service: v.posting}, "organisations": organising.Exporter{Service: v.organising}}}, nil
}

// smsOf is the channel that the configuration names.
func smsOf(c config.Config) (channel.Channel, error) {
	if c.SMSDriver == config.SMSFile {
		return channel.NewFile(c.DataDir, time.Now), nil
	}
	return channel.NewWebhook(c.SMSURL, c.SMSSecret, time.Now)
}

// weChatOf is the mini-program that the configuration names; nil for none.
func weChatOf(c config.Config) (*channel.WeChat, error) {
	if c.WeChatAppID == "" {
		return nil, nil
	}
	return channel.NewWeChat(channel.WeChatOptions{API: c.WeChatAPI, AppID: c.WeChatAppID, Secret: c.WeChatAppSecret, Template: c.WeChatTemplate,
		Field: c.WeChatField, Now: time.Now})
}

// siteOf is what clients are told of this installation.
func siteOf(p parts) handlers.Site {
	s := handlers.Site{WeChatLogin: p.config.WeChatAppID != "", DaysBehind: p.behind}
	if p.config.WeChatTemplate != "" {
		s.WeChatTemplates = []string{p.config.WeChatTemplate}
	}
	return s
}

// routes is the whole API.
func routes(v *verbs) []handlers.Route {
	return handlers.API{
		Site:         v.site,
		Auth:         handlers.Auth{Enrolling: v.enrolling},
		Me:           handlers.Me{Enrolling: v.enrolling},
		Views:        handlers.Views{Enrolling: v.enrolling},
		People:       handlers.People{Enrolling: v.enrolling},
		Seats:        handlers.Seats{Enrolling: v.enrolling},
		Leaves:       handlers.Leaves{Enrolling: v.enrolling},
		Accounts:     handlers.Accounts{Enrolling: v.enrolling},
		Areas:        handlers.Areas{Cataloguing: v.cataloguing},
		Facilities:   handlers.Facilities{Cataloguing: v.cataloguing},
		Menu:         handlers.Menu{Cataloguing: v.cataloguing},
		Settings:     handlers.Settings{Cataloguing: v.cataloguing, Ordering: v.ordering},
		Orders:       handlers.Orders{Ordering: v.ordering},
		Complaints:   handlers.Complaints{Ordering: v.ordering},
		Dispatch:     handlers.Dispatch{Dispatching: v.dispatching, Volunteering: v.volunteering},
		Volunteering: handlers.Volunteering{Volunteering: v.volunteering},
		Teams:        handlers.Teams{Volunteering: v.volunteering},
		Hours:        handlers.Hours{Volunteering: v.volunteering},
		Files:        handlers.Files{Filing: v.filing},
		Exports:      handlers.Exports{Exporting: v.exporting},
		Imports:      handlers.Imports{Importing: v.importing},
		Residents:    handlers.Residents{Registering: v.registering},
		Records:      handlers.Records{Registering: v.registering},
		Merges:       handlers.Merges{Registering: v.registering},
		GridTeams:    handlers.GridTeams{Posting: v.posting},
		Funds:        handlers.Funds{Funding: v.funding},
		PartyOrgs:    handlers.PartyOrgs{Organising: v.organising},
		HomeReturns:  handlers.HomeReturns{Returning: v.returning},
		Figures:      handlers.Figures{Reporting: v.reporting, Ordering: v.ordering},
		Notices:      handlers.Notices{Notifying: v.notifying, Feed: v.feed},
		Privacy:      handlers.Privacy{Keeping: v.keeping},
		Audit:        handlers.Audit{Keeping: v.keeping},
	}.Routes()
}

// server builds the doors.
func server(h *house) (*handlers.Server, error) {
	public, err := url.Parse(h.config.PublicURL)
	if err != nil {
		return nil, err
	}
	blind := func(hash string) []byte { return h.ring.BlindIndex(vault.RequestIndex, hash) }
	return handlers.New(handlers.Options{Routes: routes(h.verbs), Sessions: h.verbs.enrolling, Moved: h.verbs.cataloguing.Successors, Keys: &keys.Service{DB: h.db, Now: time.Now, Blind: blind},
		Ready: h.ready, Now: time.Now, Random: rand.Reader, Log: h.log, PublicURL: public, TrustedProxies: h.config.TrustedProxies,
		MetricsToken: h.config.MetricsToken, Gauges: h.jobs.Gauges, Resident: frontend.Resident(), Desk: frontend.Desk()})
}
