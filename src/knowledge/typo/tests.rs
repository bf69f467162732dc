//! What is taken for a slip, and what is not.
use super::*;

fn meant(name: &str) -> Option<String> {
    near(name, Care::Free).map(|guess| guess.intended)
}

#[test]
fn slips_lead_to_what_was_meant() {
    for (typed, intended) in [
        ("smtp.zoh.com", "smtp.zoho.com"),
        ("smtp.zoho.comm", "smtp.zoho.com"),
        ("smtp.zooh.com", "smtp.zoho.com"),
        ("smtp.zohho.eu", "smtp.zoho.eu"),
        ("stmp.zoho.com", "smtp.zoho.com"),
        ("smtppro.zoho.con", "smtppro.zoho.com"),
        ("smtpgmail.com", "smtp.gmail.com"),
        ("smtp-gmail.com", "smtp.gmail.com"),
        ("smtp.gmailcom", "smtp.gmail.com"),
        ("smtp.gmail.co", "smtp.gmail.com"),
        ("imap.gamil.com", "imap.gmail.com"),
        ("imap.gmial.com", "imap.gmail.com"),
        ("smtp.gmaill.com", "smtp.gmail.com"),
        ("smpt.gmail.com", "smtp.gmail.com"),
        ("smtp.googlemail.cm", "smtp.gmail.com"),
        ("mail.gmial.com", "smtp.gmail.com"),
        ("gmial.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("outlook.office356.com", "outlook.office365.com"),
        ("smtp.ofice365.com", "smtp.office365.com"),
        ("smtp.mail.yaho.com", "smtp.mail.yahoo.com"),
        ("imap.mail.yahoo.co.jpp", "imap.mail.yahoo.co.jp"),
        ("iclould.com", "icloud.com"),
        ("smtp.163.con", "smtp.163.com"),
        ("securesmtp.t-onlne.de", "securesmtp.t-online.de"),
        ("smtp.yandx.com", "smtp.yandex.com"),
    ] {
        assert_eq!(meant(typed).as_deref(), Some(intended), "{typed}");
    }
}

#[test]
fn known_names_are_no_slips_for_one_another() {
    for (name, _) in names() {
        for care in [Care::Free, Care::Strict] {
            assert_eq!(near(name, care), None, "{name}");
        }
    }
    for name in ["smtp.zoho.eu", "mail.ru", "gmx.de", "gmx.at", "mail.com", "ymail.com"] {
        assert!(is_known(name) && meant(name).is_none(), "{name}");
    }
}

#[test]
fn what_lies_below_a_known_name_is_the_providers_own_affair() {
    assert_eq!(near("stmp.gmail.com", Care::Strict), None);
    assert_eq!(meant("stmp.gmail.com").as_deref(), Some("smtp.gmail.com"));
    assert_eq!(meant("www.gmail.com"), None);
}

#[test]
fn names_of_others_are_left_alone() {
    let near = |name| Some((name, near(name, Care::Strict)?.intended));
    let taken: Vec<_> = OTHERS.split_whitespace().filter_map(near).collect();
    assert_eq!(taken, EXCEPTIONS.map(|(name, taken)| (name, taken.to_owned())));
}

#[test]
fn hosts_of_others_are_left_alone_too() {
    let mut taken = Vec::new();
    let others = OTHERS.split_whitespace();
    for domain in others.filter(|d| !EXCEPTIONS.iter().any(|(name, _)| name == d)) {
        let hosts = ["smtp", "imap"].map(|first| format!("{first}.{domain}"));
        let near = hosts.into_iter().filter(|host| near(host, Care::Strict).is_some());
        taken.extend(near);
    }
    assert_eq!(taken, HOST_EXCEPTIONS);
}

#[test]
fn the_registered_part_of_a_name_is_found() {
    assert_eq!(registrable("smtp.zoho.com"), Some("zoho.com"));
    assert_eq!(registrable("smtp.mail.yahoo.co.jp"), Some("yahoo.co.jp"));
    assert_eq!(registrable("zoho.com.au"), Some("zoho.com.au"));
    assert_eq!(registrable("com"), None);
    assert_eq!(registrable("co.jp"), None);
}

/// Real names that look like a slip, and are rightly taken for one: much of the mail that comes to
/// them is meant for the other.
const EXCEPTIONS: [(&str, &str); 2] = [("gail.com", "gmail.com"), ("plant.nl", "planet.nl")];

/// With so short a name nobody can tell; their certificates may.
const HOST_EXCEPTIONS: [&str; 4] = ["smtp.zoo.com", "imap.zoo.com", "smtp.dam.net", "imap.dam.net"];

/// Domains that exist, are no mail provider's, and lie as near to one as such may.
const OTHERS: &str = "
    gail.com example.com example.org example.net wikipedia.org mozilla.org github.com
    gitlab.com debian.org ubuntu.com kernel.org rust-lang.org python.org amazon.com
    amazon.co.jp google.de google.co.uk apple.com microsoft.com facebook.com twitter.com
    x.com linkedin.com reddit.com netflix.com spotify.com paypal.com ebay.com ebay.de
    alibaba.com baidu.com taobao.com jd.com rakuten.co.jp sony.com sony.co.jp toyota.com
    honda.com nissan.co.jp bbc.co.uk bbc.com cnn.com nytimes.com guardian.co.uk lemonde.fr
    lefigaro.fr spiegel.de zeit.de heise.de golem.de taz.de welt.de bild.de faz.net
    repubblica.it corriere.it elpais.com elmundo.es publico.pt nrc.nl nos.nl vrt.be rtbf.be
    dr.dk svt.se nrk.no yle.fi rt.com ria.ru lenta.com zoo.com zoom.us zoom.com zone.com
    soho.com zero.com zulu.com zoho.org mail.de mail.ee mail.bg mail.uk email.de email.it
    emails.com gmai.ru hmail.com qmail.org tmail.com fmail.com jmail.com nmail.com
    airmail.net yahoo.se yahoo.no yahoo.dk yahoo.gr yahoo.ie hotmail.se hotmail.fr hotmail.de
    live.se live.nl live.fr outlook.es outlook.it outlook.dk msn.de aol.de aol.co.uk gmx.li
    gmx.info web.com webs.com wed.de love.com line.com life.com like.com give.com five.com
    lie.com olive.com dive.com hive.com date.com note.com gate.com rate.com late.com fate.com
    port.com posts.com most.com host.com pest.com past.com seat.com cent.com rent.com
    tent.com we.com he.com ma.com map.com mic.com max.com ski.com spy.com key.com they.com
    usb.com msm.com man.com att.com at.com aim.org aid.com arm.com bol.com nol.com uol.com
    free.com tree.fr sfr.com orange.com oranges.fr range.fr never.com navel.com navy.com
    kakao.org cocoa.com dawn.net dam.net one.org ones.com bone.com onet.com planet.com
    plant.nl sky.org skyline.be tin.it trim.it liberal.it strata.de status.de posted.de
    poste.it post.de laposte.fr free.de freelance.de comcast.com charter.com spectrum.com
    spectra.net sonic.net rocket.com fast.com fastly.com proton.com photon.me tuta.org
    tutor.com yandex.net yandex.eu rambler.com inbox.com list.com internet.com bk.com
    nifty.org fifty.com thrifty.com so-net.com biglobe.com docomo.com au.edu sina.org
    china.com sina.com sofa.com sohu.net qq.net 163.net 126.net resend.org send.com
    mailtrip.com mailing.org mailgun.com postman.com ovh.com gandi.org candi.net infomania.ch
    migadu.org runbox.org sunbox.com hostinger.de dreamhosts.org namecheap.com godaddy.com
    secureserver.com
";
